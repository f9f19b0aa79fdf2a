/** Where the account's number is from. */
export const getRegion = (): string => 'US';

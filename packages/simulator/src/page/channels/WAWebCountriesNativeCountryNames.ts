/** Some of the countries that channels can be looked for in. */
export const countryCodesIso: Readonly<Record<string, string>> = { US: 'United States', DE: 'Deutschland', BR: 'Brasil', IN: 'India' };

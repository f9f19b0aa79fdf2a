/** Everybody may make channels here. */
export const isNewsletterCreationEnabled = (): boolean => true;

export const getMaxSubscriberNumber = (): number => 100;

export const getNewsletterDirectoryPageSize = (): number => 50;

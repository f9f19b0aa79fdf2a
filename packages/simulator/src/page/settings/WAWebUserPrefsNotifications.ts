import { storedFlag } from '#page/settings/stored-flag.ts';

const offline = storedFlag('WAGlobalOfflineNotifications', false);

/** Whether the page is to be told of messages while it is closed. */
export const getGlobalOfflineNotifications = offline.get;
export const setGlobalOfflineNotifications = offline.set;

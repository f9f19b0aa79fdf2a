/** Who the account is now; what the library has of it is from the start. */
export const ownAccountScript = `
(() => {
  const { Conn } = window.require('WAWebConnModel');
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
  const { pushname, platform } = Conn;
  return { name: pushname, platform, phone: getMaybeMePnUser()?.user, lid: getMaybeMeLidUser()?._serialized };
})()`;

/** Loads what there is of the account's own picture; whether there is one that can be removed. */
export const ownPictureScript = `
(async () => {
  const me = window.require('WAWebUserPrefsMeUser').getMaybeMePnUser();
  const picture = await window.require('WAWebCollections').ProfilePicThumb.find(me);
  return Boolean(picture?.canDelete());
})()`;

/** The settings; the library can only set them. */
export const settingsScript = `
(() => {
  const general = window.require('WAWebUserPrefsGeneral');
  return {
    autoDownloadAudio: general.getAutoDownloadAudio(),
    autoDownloadDocuments: general.getAutoDownloadDocuments(),
    autoDownloadPhotos: general.getAutoDownloadPhotos(),
    autoDownloadVideos: general.getAutoDownloadVideos(),
    backgroundSync: window.require('WAWebUserPrefsNotifications').getGlobalOfflineNotifications(),
  };
})()`;

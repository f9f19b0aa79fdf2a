/** The name under which the page tells what its storage held at the document's start. */
export const storageReporter = 'reportStorageAtStart';

/** Runs before the page's own scripts: IndexedDB requests are served in order, so the count is that of the start. */
export const storageScript = `
if (window === window.top && location.protocol === 'https:') {
  const items = localStorage.length;
  indexedDB.databases().then(
    (databases) => window.${storageReporter}(items, databases.length),
    () => window.${storageReporter}(items, 0),
  );
}`;

/** The library's own refresh calls window.require in Node, where there is no window. */
export const refreshQrScript = "window.require('WAWebCmd').Cmd.refreshQR()";

export const logoutScript = "window.require('WAWebSocketModel').Socket.logout()";

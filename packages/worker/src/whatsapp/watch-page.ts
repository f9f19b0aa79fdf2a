import type { Browser, Page } from 'puppeteer';

/** What a page announces by itself, beside what the library says of it. */
export interface PageListener {
  onLoaded(): void;
  onConsole(type: string, text: string): void;
  onNavigated(url: string): void;
  /** The main frame went to a new document after the first one. */
  onReloaded(): void;
  /** `ofLibrary` where the library's own code on our side threw it. */
  onError(detail: string, ofLibrary: boolean): void;
}

/** Watches for every way in which a browser or its page can end: the library says nothing of any. */
export function watchForEnd(browser: Browser, page: Page, onGone: (detail: string) => void): void {
  browser.on('disconnected', () => {
    onGone('The connection to the browser ended.');
  });
  browser.process()?.once('exit', (code, signal) => {
    onGone(`The browser process ended (${signal ?? `exit code ${code}`}).`);
  });
  page.on('error', (error) => {
    onGone(`The page's process ended: ${error.message}`);
  });
  page.on('close', () => {
    onGone('The page was closed.');
  });
}

/** Watches a page's documents and its uncaught exceptions. */
export function watchPage(page: Page, listener: PageListener): void {
  let isLoaded = false;
  page.on('load', () => {
    if (!isLoaded) listener.onLoaded();
    isLoaded = true;
  });
  page.on('console', (message) => {
    listener.onConsole(message.type(), message.text());
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) listener.onNavigated(frame.url());
    if (frame === page.mainFrame() && isLoaded) listener.onReloaded();
  });
  page.on('pageerror', (error) => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    // What an exposed function throws is sent into the page, where nobody sees it but us.
    listener.onError(error instanceof Error ? error.message : String(error), stack.includes('/whatsapp-web.js/src/'));
  });
}

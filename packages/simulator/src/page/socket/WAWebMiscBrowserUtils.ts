/** The browser as a phone lists it; whatsapp-web.js replaces this when it is given a device name. */
export function info(): { os: string; name: string; version: string } {
  return { os: 'Linux', name: 'Chrome', version: /Chrome\/(\S+)/.exec(navigator.userAgent)?.[1] ?? '' };
}

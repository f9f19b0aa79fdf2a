import { directPaths } from '../config/base-path.ts';

/** Where a request's URL is, seen from the path below which the service answers. */
export type Place =
  /** `url` is what the routes see. */
  | { readonly is: 'inside'; readonly url: string }
  /** The path itself, without the slash that relative links need. */
  | { readonly is: 'edge'; readonly query: string }
  | { readonly is: 'outside' };

/**
 * Decides where a URL is; '' as the path has everything inside. It is compared as it was written: the path has no character that needs to be
 * encoded, and what a proxy would take for something else than the service is nothing of the service.
 */
export function placeOf(url: string, basePath: string): Place {
  if (basePath === '') return { is: 'inside', url };
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const path = target.split(/[?#]/, 1)[0] ?? '';
  if (directPaths.includes(path)) return { is: 'inside', url: target };
  if (path === basePath) return { is: 'edge', query: target.slice(path.length).split('#', 1)[0] ?? '' };
  return path.startsWith(`${basePath}/`) ? { is: 'inside', url: target.slice(basePath.length) } : { is: 'outside' };
}

const begin = '<!-- begin: written by npm run chaos -- --write -->';
const end = '<!-- end -->';

/** The page with the text between its two marks; throws where it has none. */
export function writtenInto(page: string, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The page has no "${begin}" … "${end}".`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

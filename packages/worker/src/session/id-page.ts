/** A page of what has ids, in their order: what comes after an id, and the id to go on after, or null. */
export function pageAfter<T>(
  all: readonly T[],
  idOf: (each: T) => string,
  after: string | null,
  limit: number,
): { page: T[]; next: string | null } {
  const sorted = all.filter((each) => after === null || idOf(each) > after).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const page = sorted.slice(0, limit);
  const last = page.at(-1);
  return { page, next: last === undefined || page.length === sorted.length ? null : idOf(last) };
}

/** Nothing is ranked here. */
export function canCheckStatusRankingPosterGating(): boolean {
  return false;
}

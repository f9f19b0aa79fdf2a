/** What is asked at the port itself, by those who know of no path: there BASE_PATH changes nothing. */
export const directPaths: readonly string[] = ['/livez', '/readyz', '/metrics'];

/** The keys of a comma-separated list, or what is wrong with it; never the keys themselves in the fault. */
export function parseApiKeys(list: string): { keys: string[] } | { fault: string } {
  const keys = list
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  if (keys.length === 0) return { fault: 'it holds no key' };
  for (const [index, key] of keys.entries()) {
    const fault = faultOf(key);
    if (fault !== undefined) return { fault: `its key number ${index + 1} ${fault}` };
  }
  return { keys };
}

function faultOf(key: string): string | undefined {
  if (!/^[!-~]+$/.test(key)) return 'has a space or another character that a header cannot carry';
  if (key.length < 16) return `has ${key.length} characters`;
  if (key.length > 512) return `has ${key.length} characters`;
  return undefined;
}

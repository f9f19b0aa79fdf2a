/** A setting that this browser keeps. */
export function storedFlag(name: string, byDefault: boolean): { get: () => boolean; set: (value: boolean) => Promise<void> } {
  return {
    get: () => (localStorage.getItem(name) ?? String(byDefault)) === 'true',
    set: async (value) => {
      localStorage.setItem(name, String(value));
      return Promise.resolve();
    },
  };
}

/** Named values as the database keeps them, for as long as the test runs. */
export function memoryFacts() {
  const values = new Map<string, string>();
  return {
    read: (name: string): unknown => {
      const value = values.get(name);
      return value === undefined ? undefined : JSON.parse(value);
    },
    write: (name: string, value: unknown): void => {
      values.set(name, JSON.stringify(value));
    },
  };
}

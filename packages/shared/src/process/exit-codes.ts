/** What a worker's exit code says; the supervisor decides by it whether to start again. */
export const exitCodes = {
  asked: 0,
  badInit: 10,
  protocolTooOld: 11,
  orphaned: 12,
  loggedOut: 13,
  uncaught: 20,
  browserLost: 21,
  startDeadline: 22,
  connectionLost: 23,
} as const;

export type ExitName = keyof typeof exitCodes;

/** The name of an exit code, or undefined where the table has none for it. */
export function exitNameOf(code: number): ExitName | undefined {
  for (const [name, value] of Object.entries(exitCodes)) {
    if (value === code && isExitName(name)) return name;
  }
  return undefined;
}

function isExitName(name: string): name is ExitName {
  return name in exitCodes;
}

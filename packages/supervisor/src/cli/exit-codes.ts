/** What the command's exit code says; scripts may rely on it. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, unreachable: 3, refused: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The meaning of each exit code, for the help and the documentation. */
export const exitCodeMeanings: { readonly [Name in keyof typeof exitCodes]: string } = {
  ok: 'done',
  failed: 'failed: the service could not do it, it did not come about in time, a check found a fault, or a person said no',
  usage: 'used wrongly: an unknown command, option or value, a bad setting, no API key, or a question that nobody can answer',
  unreachable: 'the service is not reachable, or does not answer in time',
  refused: 'the service refused (an answer of 4xx): a wrong key, no such session, not possible now',
};

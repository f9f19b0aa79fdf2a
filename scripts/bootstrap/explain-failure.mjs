import { SetupError } from './setup-error.mjs';

const SHOWN_LINES = 30;

/** What a person reads when the set-up failed: the end of the program's output, then one sentence. @param {unknown} error */
export function explainFailure(error) {
  if (!(error instanceof SetupError))
    return `The set-up failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  const output = error.output.trim().split('\n').slice(-SHOWN_LINES).join('\n');
  return `${output === '' ? '' : `${output.replace(/^/gm, '  | ')}\n\n`}The set-up stopped: ${error.message}\n`;
}

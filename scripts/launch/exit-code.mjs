import { constants } from 'node:os';

/** The service ends with this code to be started again at once. */
export const RESTART_CODE = 75;

/** The launcher's own exit code, as a shell would report the child's end. @param {import('./run-child.mjs').ChildExit} exit */
export function exitCodeOf({ code, signal }) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

/** Whether `npm start` starts the service again. @param {string} command @param {import('./run-child.mjs').ChildExit} exit @param {number} presses how often stopping was asked for */
export function startsAgain(command, { code }, presses) {
  return command === 'start' && code === RESTART_CODE && presses === 0;
}

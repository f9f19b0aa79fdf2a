/**
 * What the steps of the set-up have in common; types only.
 *
 * @typedef {(program: string, args: readonly string[], extraEnv?: NodeJS.ProcessEnv) => Promise<import('./run-program.mjs').ProgramResult>} Exec
 *
 * @typedef {object} Context
 * @property {string} root the project's folder
 * @property {NodeJS.ProcessEnv} env
 * @property {{ path: string, version: string, own: boolean }} node the Node.js that runs the service; `own` when it is the project's
 * @property {import('./stamps.mjs').Stamps} stamps
 * @property {Exec} exec runs a program in the project's folder with that Node.js first on the PATH
 * @property {boolean} isRoot
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title what the progress line says
 * @property {(context: Context) => boolean} isDone looks at files only: it runs at every start
 * @property {(context: Context) => Promise<string | void>} run may return a note for the progress line; throws a SetupError
 */
export {};

/** A machine that is busy with other tests is no overload of the service; whoever tests that says so. */
export const underLoad = { OVERLOAD_LOOP_DELAY_MS: '0' };

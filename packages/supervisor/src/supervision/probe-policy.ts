const delaysMs = [15, 30, 60].map((minutes) => minutes * 60_000);

/** How long a session that was given up rests before its next try, in milliseconds, after `probes` tries. */
export function probeDelayMs(probes: number): number {
  return delaysMs[Math.min(probes, delaysMs.length - 1)] ?? 0;
}

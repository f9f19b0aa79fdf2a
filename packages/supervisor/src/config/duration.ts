const unitsMs = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

/** How a setting writes a time: "30m", "12h", "14d". */
export const durationPattern = '^[1-9][0-9]{0,4}[mhd]$';

/** A time of that form in milliseconds. */
export function durationMs(text: string): number {
  const unit = text.endsWith('m') ? 'm' : text.endsWith('h') ? 'h' : 'd';
  return Number.parseInt(text, 10) * unitsMs[unit];
}

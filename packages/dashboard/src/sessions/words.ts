import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';

/** The word for a status; colour alone would say nothing to some people. */
export const statusWords: Readonly<Record<SessionView['status'], string>> = {
  connected: 'Connected',
  qr_required: 'Scan the QR code',
  connecting: 'Connecting',
  disconnected: 'Disconnected',
};

/** "3 min ago", "in 12 s"; a dash for never. */
export function agoOf(time: string | null, nowMs = Date.now()): string {
  if (time === null) return '–';
  const seconds = Math.round((nowMs - Date.parse(time)) / 1_000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** "212 MB", "48 kB". */
export function bytesOf(bytes: number | null): string {
  if (bytes === null) return '–';
  const megabytes = bytes / (1024 * 1024);
  if (bytes > 0 && megabytes < 0.1) return `${Math.ceil(bytes / 1024)} kB`;
  return megabytes < 1_024 ? `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB` : `${(megabytes / 1_024).toFixed(1)} GB`;
}

/** A time of day with its date, as the reader's machine writes it. */
export function timeOf(time: string | null): string {
  return time === null ? '–' : new Date(time).toLocaleString();
}

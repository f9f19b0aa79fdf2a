/** The number as people write it: a plus, and groups of three from the end. */
export function formattedPhoneNumber(id: string): string {
  const digits = id.split('@')[0] ?? '';
  return `+${digits.replaceAll(/\B(?=(\d{3})+$)/g, ' ')}`;
}

const pictures = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u;
/** Made when the first text is looked at: ICU's tables take a fiftieth of a worker's start. */
let graphemes: Intl.Segmenter | undefined;

/** Whether a text is exactly one emoji, with whatever belongs to it: skin tones, joiners, flags, keycaps. */
export function isEmoji(text: string): boolean {
  if (!pictures.test(text)) return false;
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...graphemes.segment(text)].length === 1;
}

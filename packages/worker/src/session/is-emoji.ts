const pictures = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Whether a text is exactly one emoji, with whatever belongs to it: skin tones, joiners, flags, keycaps. */
export function isEmoji(text: string): boolean {
  return pictures.test(text) && [...graphemes.segment(text)].length === 1;
}

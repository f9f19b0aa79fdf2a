const threeDigit = /^(?:2[1-69]\d|3[578]\d|42\d|5[09]\d|6[789]\d|8[058]\d|9[679]\d)/;

/** The country calling code that a number starts with. */
export function findCC(number: string): string {
  if (/^[17]/.test(number)) return number.slice(0, 1);
  return number.slice(0, threeDigit.test(number) ? 3 : 2);
}

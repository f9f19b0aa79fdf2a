import QRCode from 'qrcode';
import type { Terminal } from './terminal.ts';

/** A QR code in the terminal; a new one takes the place of the last. */
export class QrPicture {
  readonly #terminal: Terminal;
  #lines = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  async show(text: string, caption: string): Promise<void> {
    const drawn = `${await this.#drawn(text)}\n${caption}\n`;
    if (this.#terminal.isRich && this.#lines > 0) this.#terminal.write(`\u001B[${this.#lines}A\u001B[J`);
    this.#terminal.write(drawn);
    this.#lines = drawn.split('\n').length - 1;
  }

  /** Light on dark, as most terminals are; where colours are allowed they are set, so that it can be scanned on any of them. */
  async #drawn(text: string): Promise<string> {
    const drawn = await QRCode.toString(text, {
      errorCorrectionLevel: 'L',
      margin: 2,
      type: 'utf8',
      color: { dark: '#ffffff', light: '#000000' },
    });
    return this.#terminal.isRich ? drawn.replaceAll(/^.+$/gm, `${whiteOnBlack}$&${plain}`) : drawn;
  }
}

const whiteOnBlack = '\u001B[97;40m';
const plain = '\u001B[0m';

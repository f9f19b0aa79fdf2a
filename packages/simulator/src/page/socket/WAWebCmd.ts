import { Emitter } from '#page/core/emitter.ts';

export class CmdModel extends Emitter {
  refreshQR(): void {
    this.trigger('refresh_qr');
  }
}

/** The page's command bus. */
export const Cmd = new CmdModel();

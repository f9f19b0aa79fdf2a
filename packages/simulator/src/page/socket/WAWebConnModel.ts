import { Model } from '#page/core/model.ts';
import type { Me } from '../../protocol/server-frames.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';

export class ConnModel extends Model {
  ref: string | undefined;
  wid: Wid | undefined;
  lid: Wid | undefined;
  pushname = '';
  platform = '';
  battery: number | undefined;
  plugged: boolean | undefined;

  become(me: Me): void {
    this.set({
      wid: createWid(`${me.number}@c.us`),
      lid: createWid(`${me.lid}@lid`),
      pushname: me.pushname,
      platform: me.platform,
    });
  }

  canSetMyPushname(): boolean {
    return this.platform !== 'smba' && this.platform !== 'smbi';
  }
}

/** Who this device belongs to, and the QR's ref while it belongs to nobody. */
export const Conn = new ConnModel();

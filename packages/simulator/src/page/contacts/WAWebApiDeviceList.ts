import { serverLink } from '#page/socket/server-link.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

type DeviceList = { id: Wid; devices: Array<{ id: number }> };

/** The devices of some people: the phone is 0. */
export async function getDeviceIds(wids: Wid[]): Promise<DeviceList[]> {
  return Promise.all(
    wids.map(async (id) => {
      const count = Number(await serverLink.request('device_count', { wid: id._serialized }));
      return { id, devices: Array.from({ length: count }, (_, device) => ({ id: device })) };
    }),
  );
}

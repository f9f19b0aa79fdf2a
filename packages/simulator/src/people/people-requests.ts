import Type from 'typebox';
import type { AccountStore } from '../accounts/account-store.ts';
import { method, type Methods } from '../connection/request-method.ts';
import type { GroupOffice } from '../groups/group-office.ts';
import type { AccountView } from '../messages/account-view.ts';
import { isChannelId } from '../channels/channel-record.ts';
import { isGroupId } from '../groups/group-record.ts';
import type { PeopleStore } from './people-store.ts';
import type { PictureStore } from './picture-store.ts';

/** What the answers about people are made from. */
export type PeopleParts = {
  accounts: AccountStore;
  view: AccountView;
  people: PeopleStore;
  pictures: PictureStore;
  groupOffice: GroupOffice;
};

const Wid = Type.Object({ wid: Type.String() });

/** What pages ask about people, and what they change of their own account. `numberOf` reads a WhatsApp id. */
export function peopleRequests(parts: PeopleParts, numberOf: (wid: string) => string): Methods {
  const { accounts, people } = parts;
  return {
    about: method(Wid, (_session, { wid }) => (accounts.find(numberOf(wid)) ? people.get(numberOf(wid)).about : null)),
    set_about: method(Type.Object({ about: Type.String() }), ({ device }, { about }) => people.update(device.number, { about })),
    block: method(Wid, ({ device }, { wid }) => people.setBlocked(device.number, numberOf(wid), true)),
    unblock: method(Wid, ({ device }, { wid }) => people.setBlocked(device.number, numberOf(wid), false)),
    business: method(Wid, (_session, { wid }) => people.get(numberOf(wid)).business),
    device_count: method(Wid, (_session, { wid }) => {
      const account = accounts.find(numberOf(wid));
      return account ? account.devices.length + 1 : 0;
    }),
    ...businessRequests(parts, numberOf),
    ...addressBookRequests(parts),
    ...pictureRequests(parts, numberOf),
  };
}

function businessRequests({ people }: PeopleParts, numberOf: (wid: string) => string): Methods {
  const texts = Type.Array(Type.String());
  return {
    presence: method(Type.Object({ available: Type.Boolean() }), ({ device }, { available }) => people.setAvailable(device.id, available)),
    change_labels: method(Type.Object({ chats: texts, added: texts, removed: texts }), ({ device }, { chats, added, removed }) =>
      people.changeLabels(device.number, chats.map(numberOf), added, removed),
    ),
    note: method(Wid, ({ device }, { wid }) => people.get(device.number).notes[numberOf(wid)] ?? null),
    set_note: method(Type.Object({ wid: Type.String(), content: Type.String() }), ({ device }, { wid, content }) =>
      people.note(device.number, numberOf(wid), content),
    ),
  };
}

function addressBookRequests({ accounts, view }: PeopleParts): Methods {
  return {
    save_contact: method(Type.Object({ number: Type.String(), name: Type.String() }), ({ device }, entry) => {
      accounts.saveEntry(device.number, entry);
      return view.contact(accounts.get(device.number), entry.number);
    }),
    delete_contact: method(Type.Object({ number: Type.String() }), ({ device }, { number }) => {
      accounts.removeEntry(device.number, number);
      return view.contact(accounts.get(device.number), number);
    }),
  };
}

function pictureRequests({ pictures, groupOffice }: PeopleParts, numberOf: (wid: string) => string): Methods {
  const keyOf = (wid: string) => (isGroupId(wid) || isChannelId(wid) ? wid : `${numberOf(wid)}@c.us`);
  return {
    picture: method(Wid, (_session, { wid }) => pictures.get(keyOf(wid))?.id ?? null),
    set_picture: method(Type.Object({ wid: Type.String(), picture: Type.String(), thumbnail: Type.String() }), ({ device }, sent) => {
      if (isGroupId(sent.wid)) groupOffice.changePicture(device.number, sent.wid, true);
      pictures.set(keyOf(sent.wid), bytesOf(sent.picture), bytesOf(sent.thumbnail));
    }),
    delete_picture: method(Wid, ({ device }, { wid }) => {
      if (isGroupId(wid)) groupOffice.changePicture(device.number, wid, false);
      pictures.remove(keyOf(wid));
    }),
  };
}

function bytesOf(dataUrl: string): Buffer {
  return Buffer.from(dataUrl.split(',')[1] ?? '', 'base64');
}

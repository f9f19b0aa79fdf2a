import Type from 'typebox';
import { nullable, oneOf } from './schema-parts.ts';

const closed = { additionalProperties: false };
const flag = (description: string) => Type.Boolean({ description });

/** The account as others see it. */
export const Profile = Type.Object(
  {
    phone: nullable(Type.String()),
    lid: nullable(Type.String({ description: 'The hidden id of the account.' })),
    name: nullable(Type.String({ description: 'What the account calls itself.' })),
    about: nullable(Type.String()),
    picture_url: nullable(Type.String({ description: 'Where WhatsApp keeps the picture, for some hours; null where there is none.' })),
    platform: nullable(Type.String({ description: 'Of the phone: android, iphone; smba and smbi are WhatsApp Business.' })),
    web_version: nullable(Type.String({ description: 'Of the WhatsApp Web that the browser has loaded.' })),
  },
  {
    $id: 'Profile',
    description: 'The account as others see it.',
    examples: [
      {
        phone: '15550000001',
        lid: '123456789012345@lid',
        name: 'Main',
        about: 'Open till six',
        picture_url: null,
        platform: 'android',
        web_version: '2.3000.1030000000',
      },
    ],
  },
);

/** What to change of it. */
export const ProfileChangeInput = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 25, pattern: '\\S', description: 'Not only blanks.' })),
    about: Type.Optional(Type.String({ maxLength: 139, description: 'Empty for none.' })),
  },
  { ...closed, minProperties: 1, description: 'What is left out stays as it is.', examples: [{ about: 'Open till six' }] },
);

/** Whether the account is shown as online. */
export const PresenceInput = Type.Object(
  { presence: oneOf(['available', 'unavailable'], '`available` shows the account as online, and keeps its phone quiet.') },
  { ...closed, examples: [{ presence: 'available' }] },
);

/** What the client in the browser does by itself. */
export const ClientSettingsView = Type.Object(
  {
    auto_download_audio: flag('Voice notes and audio that come in.'),
    auto_download_documents: flag('Files that come in.'),
    auto_download_photos: flag('Pictures that come in.'),
    auto_download_videos: flag('Films that come in.'),
    background_sync: flag('Whether the page may be told of messages while it is closed; takes effect at the next start of the session.'),
  },
  {
    $id: 'ClientSettings',
    description: 'What WhatsApp Web does by itself in this session’s browser.',
    examples: [
      {
        auto_download_audio: true,
        auto_download_documents: false,
        auto_download_photos: true,
        auto_download_videos: false,
        background_sync: false,
      },
    ],
  },
);

/** What to change of the settings. */
export const ClientSettingsInput = Type.Object(Type.Partial(Type.Object(ClientSettingsView.properties)).properties, {
  ...closed,
  minProperties: 1,
  description: 'What is left out stays as it is.',
  examples: [{ auto_download_videos: false }],
});

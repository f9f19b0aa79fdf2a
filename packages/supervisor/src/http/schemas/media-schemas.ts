import Type from 'typebox';
import { captioned, quoted } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MediaKind } from '@whatsapp-service/shared/ipc/message-content.ts';
import { mediaFileNamePattern } from '@whatsapp-service/shared/ipc/media-file.ts';
import { outgoing } from './outgoing-fields.ts';
import { IsoTime, nullable, SessionPath } from './schema-parts.ts';

const closed = { additionalProperties: false };

/** Where the bytes of a message, or of a picture, come from. */
export const MediaSource = Type.Object(
  {
    base64: Type.Optional(
      Type.String({ minLength: 4, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'The bytes themselves; a body has 1 MiB at most.' }),
    ),
    url: Type.Optional(
      Type.String({ minLength: 8, maxLength: 4_096, description: 'An http or https URL on a public address, fetched once.' }),
    ),
    media_id: Type.Optional(Type.String({ pattern: mediaFileNamePattern, description: 'What an upload answered.' })),
    file_name: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'What people see of a document.' })),
    mime_type: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9.+-]{1,80}/[A-Za-z0-9.+-]{1,100}$',
        description: "A document's type; other kinds have theirs by their first bytes.",
      }),
    ),
  },
  { ...closed, description: 'Exactly one of `base64`, `url` and `media_id`.' },
);

const viewOnce = {
  view_once: Type.Optional(Type.Boolean({ description: 'Whether it can be looked at once only; false unless it is said.' })),
};

/** The bodies that send a file, one a kind, with the fields that all of them have. */
export function mediaInputsWith<Common extends object>(common: Common) {
  const inputOf = <Kind extends MediaKind, More extends object>(kind: Kind, more: More, description: string) =>
    Type.Object({ ...common, kind: Type.Literal(kind), media: MediaSource, ...more }, { ...closed, description });
  return [
    inputOf('image', { ...captioned, ...viewOnce }, 'A picture: JPEG, PNG or WebP.'),
    inputOf('video', { ...captioned, ...viewOnce }, 'A film: MP4, 3GP or QuickTime.'),
    inputOf('gif', captioned, 'A film that is shown as a GIF, without sound and again and again: MP4.'),
    inputOf('audio', {}, 'A sound: MP3, M4A, AAC, AMR, or Opus in Ogg.'),
    inputOf('voice', viewOnce, 'A voice note: Opus in Ogg.'),
    inputOf('document', captioned, 'A file of any type.'),
    inputOf('sticker', {}, 'A sticker: WebP; PNG and JPEG are made one.'),
  ] as const;
}

/** The bodies that send a file to one. */
export const mediaInputs = mediaInputsWith({ ...outgoing, ...quoted });

/** The path of an upload. */
export const UploadPath = Type.Object({ ...SessionPath.properties, media_id: Type.String({ pattern: mediaFileNamePattern }) });

/** A file that was uploaded and can be sent. */
export const Upload = Type.Object(
  {
    media_id: Type.String({ description: 'To be sent as `media.media_id`, as often as wanted until it expires.' }),
    mime_type: Type.String({ description: 'What it would be as a document.' }),
    file_name: nullable(Type.String()),
    size: Type.Integer({ description: 'Bytes.' }),
    sha256: Type.String(),
    expires_at: IsoTime,
  },
  {
    $id: 'Upload',
    description: 'A file that was uploaded and can be sent.',
    examples: [
      {
        media_id: '5f0c1c5e0e3d4b7a9b1d2e3f4a5b6c7d',
        mime_type: 'image/jpeg',
        file_name: 'photo.jpg',
        size: 48_213,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        expires_at: '2026-11-24T16:00:00.000Z',
      },
    ],
  },
);

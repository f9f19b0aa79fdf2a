import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireAddResult } from '../../protocol/server-frames.ts';

type Args = { iqTo: string; participantArgs: Array<{ participantJid: string }> };
type Answer = { name: string; value: Record<string, unknown> };

function mixins({ status, code, expires }: WireAddResult): Record<string, unknown> | undefined {
  if (status === 200) return undefined;
  const error = String(status);
  if (code === null) return { name: 'ParticipantError', value: { error } };
  return { name: 'ParticipantRequestCodeCanBeSent', value: { error, addRequestCode: code, addRequestExpiration: expires } };
}

/** Adds people; the answer is as deep as that of the real one, of which whatsapp-web.js knows each step. */
export async function sendAddParticipantsRPC({ iqTo, participantArgs }: Args): Promise<Answer> {
  const people = participantArgs.map(({ participantJid }) => createWid(participantJid)._serialized);
  try {
    const results = (await serverLink.request('group_add', { group: createWid(iqTo)._serialized, people })) as WireAddResult[];
    const addParticipant = results.map((result) => ({
      addParticipantsParticipantAddedOrNonRegisteredWaUserParticipantErrorLidResponseMixinGroup: {
        value: { addParticipantsParticipantMixins: mixins(result) },
      },
    }));
    return { name: 'AddParticipantsResponseSuccess', value: { addParticipant } };
  } catch (error) {
    const code = String(error instanceof Error ? Reflect.get(error, 'statusCode') : 500);
    return { name: 'AddParticipantsResponseClientError', value: { errorAddParticipantsClientErrors: { value: { code } } } };
  }
}

import { createWid } from '#page/contacts/WAWebWidFactory.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Decision = { participantArgs: Array<{ participantJid: string }> };
type Args = { iqTo: string; approveArgs?: Decision; rejectArgs?: Decision };
type Answer = { name: string; value?: Record<string, unknown> };

/** Lets people in who asked, or does not. */
export async function sendMembershipRequestsActionRPC({ iqTo, approveArgs, rejectArgs }: Args): Promise<Answer> {
  const approve = approveArgs !== undefined;
  const jids = (approveArgs ?? rejectArgs)?.participantArgs.map(({ participantJid }) => participantJid) ?? [];
  const mixin = approve ? 'membershipRequestsActionAcceptParticipantMixins' : 'membershipRequestsActionRejectParticipantMixins';
  try {
    const participant: Array<Record<string, unknown>> = [];
    for (const jid of jids) {
      const person = createWid(jid)._serialized;
      const asked = await serverLink.request('group_decide', { group: createWid(iqTo)._serialized, person, approve });
      participant.push(asked === true ? { jid } : { jid, [mixin]: { value: { error: '404' } } });
    }
    const value = { [approve ? 'membershipRequestsActionApprove' : 'membershipRequestsActionReject']: { participant } };
    return { name: 'MembershipRequestsActionResponseSuccess', value };
  } catch {
    return { name: 'MembershipRequestsActionResponseClientError' };
  }
}

import type { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { sendSetPicture } from '#page/contacts/WAWebContactProfilePicThumbBridge.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Flags = { editName?: boolean; editDescription?: boolean; editPicture?: boolean; editReactionCodesSetting?: boolean };
type Values = { name?: string; description?: string; picture?: string | null; reactionCodesSetting?: number };

/** Changes what a channel says of itself; the flags say what of it. */
export async function editNewsletterMetadataAction(channel: NewsletterModel, flags: Flags, values: Values): Promise<void> {
  const change = {
    ...(flags.editName === true ? { name: values.name } : {}),
    ...(flags.editDescription === true ? { description: values.description } : {}),
    ...(flags.editReactionCodesSetting === true ? { reactions: values.reactionCodesSetting } : {}),
  };
  await serverLink.request('channel_edit', { channel: channel.id._serialized, change });
  const { picture } = values;
  if (flags.editPicture !== true) return;
  if (typeof picture === 'string') await sendSetPicture(channel.id, picture, picture);
  else await serverLink.request('delete_picture', { wid: channel.id._serialized });
}

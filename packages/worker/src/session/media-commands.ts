import type { messageMethods } from '@whatsapp-service/shared/ipc/methods/message-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { PageTimeout } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { inOurWords } from './ask-page.ts';
import { inTime } from './in-time.ts';

type MediaMethods = Pick<typeof messageMethods, 'message.download_media'>;

/** A little shorter than the contract's own, so that the caller hears what happened rather than nothing. */
const downloadTimeoutMs = 150_000;

/** Fetches files of messages; `client` throws where the session is not connected. */
export function mediaCommands(client: () => WhatsAppClient): MethodHandlers<MediaMethods> {
  const name = 'message.download_media';
  return {
    [name]: ({ messageId, file, maxBytes }) => {
      const download = inOurWords(name, async () => client().messages.download(messageId, file, maxBytes));
      return inTime(download, downloadTimeoutMs, new PageTimeout(name, downloadTimeoutMs));
    },
  };
}

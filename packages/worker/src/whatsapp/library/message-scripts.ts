/** A message by its id, as the library looks it up; an id that is none of WhatsApp's finds nothing. */
function lookUp(messageId: string): string {
  const id = JSON.stringify(messageId);
  return `
  const { Msg } = window.require('WAWebCollections');
  const find = async () => {
    try {
      return Msg.get(${id}) || (await Msg.getMessagesById([${id}]))?.messages?.[0];
    } catch (error) {
      if (/wid error|invalid wid|message id|msgkey/i.test(String(error))) return undefined;
      throw error;
    }
  };`;
}

/** Of a message what decides about acts on it, or null where the account has none of that id. `able` are names of WAWebMsgActionCapability. */
export function standingScript(messageId: string, able: readonly string[]): string {
  return `
(async () => {${lookUp(messageId)}
  const msg = await find();
  if (!msg) return null;
  const names = ${JSON.stringify(able)};
  const can = names.length > 0 ? window.require('WAWebMsgActionCapability') : {};
  return {
    type: msg.type,
    fromMe: msg.id.fromMe === true,
    t: msg.t,
    notification: msg.isNotification === true,
    able: names.some((name) => can[name](msg)),
    chatId: msg.id.remote._serialized,
    options: (msg.pollOptions ?? []).map((option) => option.name),
    single: msg.pollSelectableOptionsCount === 1,
  };
})()`;
}

/**
 * Deletes a message for everyone: true once WhatsApp Web took it, false where it may not, null where there is none. Not the library's delete(): that
 * one deletes for the account alone what may not, or may no longer, be deleted for everyone.
 */
export function revokeScript(messageId: string): string {
  return `
(async () => {${lookUp(messageId)}
  const msg = await find();
  if (!msg) return null;
  const { Chat } = window.require('WAWebCollections');
  const chat = Chat.get(msg.id.remote) || (await Chat.find(msg.id.remote));
  const can = window.require('WAWebMsgActionCapability');
  if (!can.canSenderRevokeMsg(msg) && !can.canAdminRevokeMsg(msg)) return false;
  await window.require('WAWebCmd').Cmd.sendRevokeMsgs(chat, { list: [msg], type: 'message' }, { clearMedia: true });
  return true;
})()`;
}

/** The message as the library's own classes take it, or null. */
export function messageModelScript(messageId: string): string {
  return `
(async () => {${lookUp(messageId)}
  const msg = await find();
  return msg ? window.WWebJS.getMessageModel(msg) : null;
})()`;
}

/** Whether something shows of a message within a time. `holds` is an expression of `msg`, which is undefined once it is gone. */
export function messageShowsScript(messageId: string, holds: string, timeoutMs: number): string {
  return `(async () => {${lookUp(messageId)} return ${showsScript('await find()', 'msg', holds, timeoutMs)}; })()`;
}

/** Looks until an expression of `name`, which is `value` each time, holds; false when it does not in time. */
export function showsScript(value: string, name: string, holds: string, timeoutMs: number): string {
  return `(async () => {
  const until = performance.now() + ${timeoutMs};
  for (;;) {
    const ${name} = ${value};
    if (${holds}) return true;
    if (performance.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
})()`;
}

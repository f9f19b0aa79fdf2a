import type { Caller } from '../../keys/caller.ts';
import { Unauthorized } from '../../supervisor-errors.ts';
import type { WrongKeys } from './wrong-keys.ts';

/** What whoever has to wait is told. */
type Refusal = new (seconds: number) => Error;

/** Whose key it is that `find` looks up; throws Unauthorized, what `find` throws, and `refusal` where keys of the address are not looked at now. */
export function judgeKey(wrongKeys: WrongKeys, address: string, find: () => Caller | undefined, refusal: Refusal): Caller {
  const waitMs = wrongKeys.waitMs(address);
  const found = tried(find);
  if (waitMs > 0 && !(found.caller !== undefined && wrongKeys.isKnown(address, found.caller.keyId))) {
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    throw Object.assign(new refusal(retryAfterSeconds), { retryAfterSeconds });
  }
  if (found.caller === undefined) {
    wrongKeys.noteWrong(address);
    throw found.error;
  }
  wrongKeys.noteRight(address, found.caller.keyId);
  return found.caller;
}

function tried(find: () => Caller | undefined): { readonly caller: Caller } | { readonly caller: undefined; readonly error: unknown } {
  try {
    const caller = find();
    return caller === undefined ? { caller, error: new Unauthorized() } : { caller };
  } catch (error) {
    return { caller: undefined, error };
  }
}

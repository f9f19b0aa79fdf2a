import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionView } from '@whatsapp-service/shared/api/session-view.ts';
import { Allowed } from '../access/allowed.tsx';
import { sentenceOf } from '../api/problem.ts';
import { phoneNumberOf, takeTexts } from '../dialogs/form-texts.ts';
import type { Parts } from '../parts.ts';
import { QrCode } from './qr-code.ts';

/** The code to scan, with the time that is left for it; a code to type for a phone without a camera. */
export function QrPanel({ parts, session }: { readonly parts: Parts; readonly session: SessionView }) {
  return (
    <Allowed api={parts.api} need={{ scope: 'manage' }} without="Its QR code is not shown">
      <Codes parts={parts} sessionId={session.session_id} />
    </Allowed>
  );
}

function Codes({ parts, sessionId: id }: { readonly parts: Parts; readonly sessionId: string }) {
  const code = useSignal<QrCode | undefined>(undefined);
  useEffect(() => {
    const shown = new QrCode(parts, id);
    code.value = shown;
    return () => shown.close();
  }, [parts, id, code]);
  const { picture, secondsLeft } = code.value ?? {};
  return (
    <section class="qr" aria-label="Link a phone">
      {picture?.value === undefined ? (
        <p class="state">The code is being fetched …</p>
      ) : (
        <img src={picture.value} width="264" height="264" alt={`QR code of ${id}, to be scanned with WhatsApp`} />
      )}
      <p class="hint">
        On the phone: WhatsApp → Linked devices → Link a device. <span role="timer">A new code in {secondsLeft?.value ?? 0} s.</span>
      </p>
      <PairingCode parts={parts} sessionId={id} />
    </section>
  );
}

function PairingCode({ parts, sessionId }: { readonly parts: Parts; readonly sessionId: string }) {
  const code = useSignal('');
  const fault = useSignal('');
  const ask = async (event: SubmitEvent): Promise<void> => {
    const number = phoneNumberOf(takeTexts(event)['phone_number']);
    fault.value = '';
    try {
      code.value = (await parts.api.pairingCode(sessionId, number)).code;
    } catch (error) {
      fault.value = sentenceOf(error);
    }
  };
  return (
    <details>
      <summary>No camera at hand?</summary>
      <form onSubmit={(event) => void ask(event)}>
        <label for="phone-number">Phone number, with its country code</label>
        <input id="phone-number" name="phone_number" type="tel" required placeholder="+1 555 000 0001" />
        <button type="submit">Get a code to type</button>
      </form>
      {code.value !== '' && (
        <p>
          Type on the phone: <strong class="pairing-code">{code.value}</strong>
        </p>
      )}
      <p role="alert" class="fault">
        {fault.value}
      </p>
    </details>
  );
}

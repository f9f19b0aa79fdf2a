import { useSignal } from '@preact/signals';
import type { Api } from '../api/api.ts';
import { Problem, sentenceOf } from '../api/problem.ts';
import { takeTexts } from '../dialogs/form-texts.ts';

/** Asks for an API key; it is sent once and not kept in the page. */
export function SignInView({ api }: { readonly api: Api }) {
  const fault = useSignal('');
  const isBusy = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    const { api_key: key = '' } = takeTexts(event);
    isBusy.value = true;
    fault.value = await faultOf(api.signInWith(key));
    isBusy.value = false;
  };
  return (
    <main class="sign-in">
      <h1>WhatsApp service</h1>
      <form onSubmit={(event) => void submit(event)}>
        <label for="api-key">API key</label>
        <input id="api-key" name="api_key" type="password" autocomplete="current-password" required aria-describedby="api-key-hint" />
        <p id="api-key-hint" class="hint">
          It was shown at the first start, and is in <code>data/api-key</code> on the service’s machine.
        </p>
        <button type="submit" disabled={isBusy.value}>
          Sign in
        </button>
        <p role="alert" class="fault">
          {fault.value}
        </p>
      </form>
    </main>
  );
}

async function faultOf(signIn: Promise<void>): Promise<string> {
  try {
    await signIn;
    return '';
  } catch (error) {
    const isWrong = error instanceof Problem && (error.status === 401 || error.status === 400);
    return isWrong ? 'This is not one of the service’s API keys.' : sentenceOf(error);
  }
}

import { useEffect } from 'preact/hooks';
import type { Parts } from './parts.ts';
import { Shell } from './shell/shell.tsx';
import { SignInView } from './sign-in/sign-in-view.tsx';

/** The whole page: the sign-in, or what it leads to. */
export function App({ parts }: { readonly parts: Parts }) {
  const { api } = parts;
  useEffect(() => void api.checkSignIn(), [api]);
  switch (api.signIn.value) {
    case 'unknown':
      return <p class="whole-page">Loading …</p>;
    case 'signed_out':
      return <SignInView api={api} />;
    case 'signed_in':
      return <Shell parts={parts} />;
  }
}

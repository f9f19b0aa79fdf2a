import type { ComponentChildren } from 'preact';
import type { Api } from '../api/api.ts';
import { lackOf } from './rights.ts';
import type { Need } from './rights.ts';

interface AllowedProps {
  readonly api: Api;
  readonly need: Need;
  /** What is left out, as in "The screenshot is not shown". */
  readonly without: string;
  readonly children: ComponentChildren;
}

/** What a key may see or do; a sentence in its place where it may not. */
export function Allowed({ api, need, without, children }: AllowedProps) {
  const lack = lackOf(api.rights.value, need);
  if (lack === '') return <>{children}</>;
  return (
    <p class="hint">
      {without}: {lack}
    </p>
  );
}

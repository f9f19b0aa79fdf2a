import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { sentenceOf } from '../api/problem.ts';

/** An answer of the service that a part of a view asks for, or why there is none. */
export interface Asked<T> {
  readonly answer: Signal<T | undefined>;
  readonly fault: Signal<string>;
  readonly again: () => void;
}

/** Asks when the part appears, whenever one of `causes` changes, and when it is told to; only what was asked last is taken in. */
export function useAsked<T>(ask: () => Promise<T>, causes: readonly unknown[]): Asked<T> {
  const answer = useSignal<T | undefined>(undefined);
  const fault = useSignal('');
  const turn = useRef(0);
  const again = (): void => {
    turn.current += 1;
    const mine = turn.current;
    ask().then(
      (found) => {
        if (mine !== turn.current) return;
        answer.value = found;
        fault.value = '';
      },
      (error: unknown) => {
        if (mine === turn.current) fault.value = sentenceOf(error);
      },
    );
  };
  useEffect(again, causes);
  return { answer, fault, again };
}

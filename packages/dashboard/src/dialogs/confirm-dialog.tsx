import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { sentenceOf } from '../api/problem.ts';
import { Dialog } from './dialog.tsx';
import { DialogEnd } from './dialog-end.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly verb: string;
  readonly isGrave: boolean;
  readonly act: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is done, and says why it was not. */
export function ConfirmDialog({ title, text, verb, isGrave, act, onClose }: ConfirmDialogProps) {
  const fault = useSignal('');
  const isBusy = useSignal(false);
  const isGone = useRef(false);
  useEffect(() => () => void (isGone.current = true), []);
  const confirm = async (): Promise<void> => {
    isBusy.value = true;
    try {
      await act();
      // Whoever left before the end may be asked something else by now.
      if (!isGone.current) onClose();
    } catch (error) {
      fault.value = sentenceOf(error);
      isBusy.value = false;
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <DialogEnd fault={fault.value} onClose={onClose}>
        <button type="button" class={isGrave ? 'grave' : ''} disabled={isBusy.value} onClick={() => void confirm()}>
          {verb}
        </button>
      </DialogEnd>
    </Dialog>
  );
}

import type { ComponentChildren } from 'preact';

interface DialogEndProps {
  /** What went wrong, as a sentence; empty where nothing did. */
  readonly fault: string;
  readonly onClose: () => void;
  /** The button that goes on. */
  readonly children: ComponentChildren;
}

/** The last lines of a dialog that asks: what went wrong, and the two ways out. */
export function DialogEnd({ fault, onClose, children }: DialogEndProps) {
  return (
    <>
      <p role="alert" class="fault">
        {fault}
      </p>
      <div class="buttons">
        <button type="button" class="quiet" onClick={onClose}>
          Cancel
        </button>
        {children}
      </div>
    </>
  );
}

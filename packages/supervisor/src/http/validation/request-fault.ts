import { faultSentence } from './field-faults.ts';
import type { FieldFault } from './field-faults.ts';

/** A request that does not fit its schema: what names the fields travels to the error handler. */
export class RequestFault extends Error {
  readonly faults: readonly FieldFault[];

  constructor(faults: readonly FieldFault[]) {
    super(faultSentence(faults));
    this.faults = faults;
  }
}

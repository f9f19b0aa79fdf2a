/** A call between two numbers. `rejected` by the one who was called, `ended` by the caller. */
export type CallRecord = {
  id: string;
  from: string;
  to: string;
  isVideo: boolean;
  isGroup: boolean;
  state: 'ringing' | 'rejected' | 'ended';
};

/** Calls. They have no deadline of their own. */
export interface CallsPort {
  /** Throws CallNotFound. */
  reject(callId: string): Promise<void>;
  createLink(startTime: Date, kind: 'video' | 'voice'): Promise<string>;
}

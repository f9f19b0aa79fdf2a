import type { EndMode } from '@whatsapp-service/shared/api/restart-view.ts';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a token is good for: long enough to read a question and answer it. */
export const tokenLifeMs = 120_000;

/** What is wrong with a token, as the end of a sentence; undefined where it is good. */
export type TokenFault = string | undefined;

/** Tokens that stand for "I have read what this restart does"; nothing is stored until one is used. */
export class ConfirmTokens {
  readonly #secret = randomBytes(32);
  readonly #used = new Set<string>();

  issue(mode: EndMode, nowMs: number): { token: string; expiresAtMs: number } {
    const expiresAtMs = nowMs + tokenLifeMs;
    const body = `${mode}.${expiresAtMs}.${randomBytes(9).toString('base64url')}`;
    return { token: `${body}.${this.#sign(body)}`, expiresAtMs };
  }

  /** Uses the token up for a restart of this mode, or says why it does not count. */
  redeem(token: string, mode: EndMode, nowMs: number): TokenFault {
    const end = token.lastIndexOf('.');
    const body = token.slice(0, Math.max(0, end));
    const [issuedFor = '', expiresAt = ''] = body.split('.');
    if (!this.#isOurs(body, token.slice(end + 1))) return 'is none that this process gave';
    if (nowMs > Number(expiresAt)) return `is older than ${tokenLifeMs / 1_000} seconds`;
    if (issuedFor !== mode) return `was given for the mode "${issuedFor}", not for "${mode}"`;
    if (this.#used.has(body)) return 'was used before';
    this.#used.add(body);
    return undefined;
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('base64url');
  }

  #isOurs(body: string, signature: string): boolean {
    const [given, own] = [Buffer.from(signature), Buffer.from(this.#sign(body))];
    return given.length === own.length && timingSafeEqual(given, own);
  }
}

import type { SignedIn } from '../../sign-in/browser-sessions.ts';
import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { TooManySignIns, Unauthorized } from '../../supervisor-errors.ts';
import { limitedAddressOf } from '../caller-address.ts';
import { assertSameOrigin, signInCookies, signInToken } from '../plugins/sign-in-cookie.ts';
import { judgeKey } from '../pressure/judge-key.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import { SignedOut, SignIn, SignInInput } from '../schemas/sign-in-schemas.ts';

const path = '/api/v1/sign-in';
const tags = ['Status page'];

const signInOptions = {
  schema: {
    operationId: 'signIn',
    tags,
    security: [] as [],
    summary: 'Sign a browser in to the status page',
    description: 'Answers with a cookie that scripts cannot read. Programs send the header `x-api-key` instead.',
    body: SignInInput,
    response: { 200: json(ref(SignIn), 'Signed in.'), ...commandErrors('SUP_TOO_MANY_SIGN_INS', 'SUP_CROSS_ORIGIN') },
  },
};

const getSignInOptions = {
  schema: {
    operationId: 'getSignIn',
    tags,
    summary: 'Is this browser signed in?',
    response: { 200: json(ref(SignIn), 'It is.'), ...errors() },
  },
};

const signOutOptions = {
  preValidation: refuseBody,
  schema: {
    operationId: 'signOut',
    tags,
    summary: 'Sign this browser out',
    response: { 200: json(ref(SignedOut), 'Signed out.'), ...commandErrors('SUP_CROSS_ORIGIN') },
  },
};

/** Signing in and out with a browser. */
export function addSignInRoutes(app: TypedApp, { basePath, signIns, wrongSignIns, keyRing }: RouteContext): void {
  const setCookie = signInCookies(basePath);
  app.post(path, signInOptions, (request, reply) => {
    if (request.headers.origin !== undefined) assertSameOrigin(request);
    // Whoever tries keys has to wait; a person who mistypes does not notice.
    const { api_key: key } = request.body;
    judgeKey(wrongSignIns, limitedAddressOf(request), () => keyRing.find(key), TooManySignIns);
    const signedIn = signIns.signIn(key);
    if (signedIn === undefined) throw new Unauthorized();
    // For the audit log: who it was is known from here on.
    request.caller = signedIn.caller;
    setCookie(request, reply, signedIn.token, Math.floor((signedIn.expiresMs - Date.now()) / 1_000));
    return answerOf(signedIn);
  });
  app.get(path, getSignInOptions, (request) => {
    const signedIn = signIns.find(signInToken(request) ?? '');
    if (signedIn === undefined) throw new Unauthorized();
    return answerOf(signedIn);
  });
  app.delete(path, signOutOptions, (request, reply) => {
    signIns.signOut(signInToken(request) ?? '');
    setCookie(request, reply, '', 0);
    return { expires_at: isoTime(Date.now()) };
  });
}

function answerOf({ caller, expiresMs }: SignedIn) {
  return { expires_at: isoTime(expiresMs), key_name: caller.name, scopes: [...caller.scopes], session_prefix: caller.sessionPrefix };
}

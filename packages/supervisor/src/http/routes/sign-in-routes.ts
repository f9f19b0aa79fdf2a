import { isoTime } from '@whatsapp-service/shared/time/clock.ts';
import { TooManySignIns, Unauthorized } from '../../supervisor-errors.ts';
import { signInAttempts } from '../limits.ts';
import { assertSameOrigin, setSignInCookie, signInToken } from '../plugins/sign-in-cookie.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { commandErrors, errors, json } from '../schemas/answers.ts';
import { ref } from '../schemas/schema-parts.ts';
import { refuseBody } from '../validation/refuse-body.ts';
import { SignIn, SignInInput } from '../schemas/sign-in-schemas.ts';

const path = '/api/v1/sign-in';
const tags = ['Status page'];

const signInOptions = {
  // Whoever tries keys has to wait; a person who mistypes does not notice.
  config: { rateLimit: { ...signInAttempts, errorResponseBuilder: () => new TooManySignIns() } },
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
    response: { 200: json(ref(SignIn), 'Signed out.'), ...commandErrors('SUP_CROSS_ORIGIN') },
  },
};

/** Signing in and out with a browser. */
export function addSignInRoutes(app: TypedApp, { signIns }: RouteContext): void {
  app.post(path, signInOptions, (request, reply) => {
    if (request.headers.origin !== undefined) assertSameOrigin(request);
    const signedIn = signIns.signIn(request.body.api_key);
    if (signedIn === undefined) throw new Unauthorized();
    setSignInCookie(request, reply, signedIn.token, Math.floor((signedIn.expiresMs - Date.now()) / 1_000));
    return { expires_at: isoTime(signedIn.expiresMs) };
  });
  app.get(path, getSignInOptions, (request) => {
    const expiresMs = signIns.expiryOf(signInToken(request) ?? '');
    if (expiresMs === undefined) throw new Unauthorized();
    return { expires_at: isoTime(expiresMs) };
  });
  app.delete(path, signOutOptions, (request, reply) => {
    signIns.signOut(signInToken(request) ?? '');
    setSignInCookie(request, reply, '', 0);
    return { expires_at: isoTime(Date.now()) };
  });
}

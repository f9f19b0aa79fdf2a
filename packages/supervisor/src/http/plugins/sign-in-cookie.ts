import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCookie, stringifySetCookie } from 'cookie';
import { CrossOrigin } from '../../supervisor-errors.ts';

const cookieName = 'whatsapp_service_sign_in';

/** The token that a browser's cookie has, or undefined. */
export function signInToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : parseCookie(cookie)[cookieName];
}

/** Hands a browser its cookie; scripts of a page never see it, no other site's request carries it, and none that goes elsewhere than below the path. */
export function signInCookies(basePath: string) {
  return (request: FastifyRequest, reply: FastifyReply, token: string, maxAgeSeconds: number): void => {
    const cookie = stringifySetCookie({
      name: cookieName,
      value: token,
      httpOnly: true,
      sameSite: 'strict',
      path: `${basePath}/`,
      maxAge: maxAgeSeconds,
      secure: request.protocol === 'https',
    });
    reply.header('set-cookie', cookie);
  };
}

/** Refuses a request that changes something and that another site's page sent; throws CrossOrigin. */
export function assertSameOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.host) throw new CrossOrigin();
}

import { randomBytes } from 'node:crypto';
import type { Build } from './build.ts';
import { securityHeaders } from './csp.ts';
import { drawPicture } from './pictures.ts';
import { documentOf } from './shell.ts';
import { stickyCookies, type Visitor, visitorOf } from './visitor.ts';
import type { World } from './world.ts';

/** A request as far as the replica looks at it. */
export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly cookie: string | undefined;
  readonly body: string;
}

/** What goes back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
  /** Milliseconds to wait before it is sent. */
  readonly wait: number;
}

/** Answers one request: a script, a picture, data, or the document, whatever the path. */
export function answer(question: Question, build: Build, world: World, name: string): Answer {
  const { url } = question;
  const visitor = visitorOf(url, question.cookie, name);
  if (url.pathname.startsWith('/rsrc/')) return script(url, build);
  if (url.pathname.startsWith('/img/')) return picture(url);
  if (url.pathname === '/ajax/log') return json({ ok: true }, 0);
  if (url.pathname === '/ajax/draft') return json({ saved: true }, visitor.slow);
  if (url.pathname === '/api/graphql/') return json(data(question, world, visitor), visitor.slow);
  if (url.pathname === '/me') return redirect('/me.vanity');
  const nonce = randomBytes(8).toString('base64url');
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset="utf-8"',
      ...securityHeaders(nonce, visitor.coep),
      'set-cookie': stickyCookies(url),
    },
    body: documentOf(visitor, nonce, build.seed),
    wait: 0,
  };
}

/** The data route: `doc` says which of Facebook's queries it is, the other fields are its variables. */
function data({ body }: Question, world: World, visitor: Visitor): unknown {
  const form = new URLSearchParams(body);
  const id = form.get('id') ?? '';
  const text = form.get('text') ?? '';
  switch (form.get('doc')) {
    case 'feed':
      return world.feed(Number(form.get('from')) || 0, 10);
    case 'story':
      return { story: world.story(id) ?? null };
    case 'comments':
      return { comments: world.comments(id) };
    case 'notifications':
      return { notifications: world.notifications() };
    case 'post':
      return { story: world.post(visitor.name, text) };
    case 'comment':
      return { comment: world.comment(id, visitor.name, text) };
    default:
      return { errors: [{ message: 'no such document' }] };
  }
}

function script(url: URL, build: Build): Answer {
  const file = build.file(url.pathname.split('/').at(-1) ?? '');
  return file === undefined ? missing() : fixed(file.type, file.text);
}

function picture(url: URL): Answer {
  const drawn = drawPicture(url.pathname.slice('/img/'.length));
  return drawn === null ? missing() : fixed('image/svg+xml', drawn);
}

function fixed(type: string, body: string): Answer {
  const headers = {
    'content-type': type,
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
  return { status: 200, headers, body, wait: 0 };
}

function json(value: unknown, wait: number): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status: 200, headers, body: JSON.stringify(value), wait };
}

function redirect(location: string): Answer {
  return { status: 302, headers: { location }, body: '', wait: 0 };
}

function missing(): Answer {
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: '', wait: 0 };
}

import { randomInt } from 'node:crypto';
import { person } from './people.ts';
import type { Visitor } from './visitor.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The document every page starts from: an empty mount with an id of this load, what the page must know as JSON, scripts by
 * nonce.
 * @param seed of the class names
 */
export function documentOf(visitor: Visitor, nonce: string, seed: string): string {
  const id = visitor.broken === 'renamed' ? `m${randomInt(9999)}` : `mount_0_0_${letter()}${letter()}`;
  const boot = JSON.stringify({ ...visitor, seed, mount: id, me: person(visitor.name) }).replaceAll(
    '<',
    '\\u003c',
  );
  const dir = visitor.lang === 'ar' ? 'rtl' : 'ltr';
  return `<!DOCTYPE html>
<html id="facebook" class="_9dls __fb-${visitor.theme}-mode" lang="${visitor.lang}" dir="${dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Facebook</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/rsrc/${seed}/page.css" nonce="${nonce}">
<script src="/rsrc/${seed}/recorder.js" nonce="${nonce}"></script></head>
<body class="_6s5d _71pn system-fonts--body segoe" dir="${dir}"><div id="${id}"></div>
<script type="application/json" id="boot" nonce="${nonce}">${boot}</script>
<script type="module" src="/rsrc/${seed}/main.js" nonce="${nonce}"></script></body></html>`;
}

function letter(): string {
  return LETTERS.charAt(randomInt(LETTERS.length));
}

import type { AdBody } from './ad.ts';

/** What keeps an ad inert (wire 10): plain text and a plain link. Ad servers refuse what is not, and so do readers. */

const MARKUP = /<\s*[a-z!/?]|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);/i;
const SCRIPT = /\b(?:javascript|vbscript|data|blob)\s*:/i;
// Controls, line ends, and what turns or hides text: directions, zero-width and private characters.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u;

/** Why a text of an ad is refused; null where it is plain text. */
export function adTextFault(text: string): string | null {
  if (text.trim() === '') return 'must not be empty';
  if (!text.isWellFormed()) return 'is not well-formed text';
  if (HIDDEN.test(text)) return 'must be one line without control, direction or invisible characters';
  if (MARKUP.test(text)) return 'must have no markup';
  return SCRIPT.test(text) ? 'must have no script' : null;
}

/** Why a link is refused; null where it is plain https: no user, port or fragment, a name and no address. */
export function adLinkFault(link: string): string | null {
  if (HIDDEN.test(link)) return 'must have no control or invisible characters';
  if (!URL.canParse(link)) return 'is not a link';
  const url = new URL(link);
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '' || /^https:\/\/[^/]*@/.test(link))
    return 'must name no user';
  if (url.port !== '' || /^https:\/\/[^/]*:\d*(?:\/|$)/.test(link)) return 'must name no port';
  if (link.includes('#')) return 'must have no fragment';
  if (!/^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(url.hostname)) return 'must name a host, and no address';
  return url.href === link ? null : `must be written as ${url.href}`;
}

/** Why an ad is refused; null where it is inert. Its picture is looked at by who decodes it. */
export function adFault(ad: AdBody): string | null {
  return (
    named('advertiser', adTextFault(ad.advertiser)) ??
    named('text', adTextFault(ad.text)) ??
    named('link', adLinkFault(ad.link)) ??
    (ad.from < ad.until ? null : 'from: must be before until')
  );
}

function named(member: string, fault: string | null): string | null {
  return fault === null ? null : `${member}: ${fault}`;
}

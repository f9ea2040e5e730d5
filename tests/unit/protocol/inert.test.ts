import { describe, expect, test } from 'vitest';
import { adLinkFault, adTextFault } from '../../../lib/protocol/inert.ts';

describe('texts of ads', () => {
  test.each(['Open until eight.', '3 < 4 & 5 > 2', 'مكتبة الحي', 'R&D, twice', 'Big data, small shop'])(
    '%s',
    (text) => expect(adTextFault(text)).toBeNull(),
  );

  test.each([
    ['markup', '<b>now</b>'],
    ['markup with blanks', '< script >'],
    ['a comment', 'a <!-- b'],
    ['an entity', 'a &lt;b'],
    ['a numbered entity', 'a &#x3c;b'],
    ['a script', 'see javascript:alert(1)'],
    ['a data link', 'DATA :text/html,x'],
    ['a line break', 'a\nb'],
    ['a direction override', 'a\u202eb'],
    ['a zero-width space', 'a\u200bb'],
    ['a lone surrogate', 'a\ud800'],
    ['nothing', '  '],
  ])('%s is refused', (_, text) => expect(adTextFault(text)).not.toBeNull());
});

describe('links of ads', () => {
  test.each(['https://books.example/', 'https://a.b.example/x?y=1&z=%20', 'https://xn--bcher-kva.example/'])(
    '%s',
    (link) => expect(adLinkFault(link)).toBeNull(),
  );

  test.each([
    ['plain http', 'http://books.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a user', 'https://bank.example@evil.example/'],
    ['an empty user', 'https://@evil.example/'],
    ['a port', 'https://books.example:8443/'],
    ['the port that goes without saying', 'https://books.example:443/'],
    ['a fragment', 'https://books.example/#x'],
    ['an empty fragment', 'https://books.example/#'],
    ['an address', 'https://127.0.0.1/'],
    ['an address in disguise', 'https://2130706433/'],
    ['an IPv6 address', 'https://[::1]/'],
    ['this machine', 'https://localhost/'],
    ['no host', 'https:///x'],
    ['backslashes', 'https:\\\\evil.example\\'],
    ['capitals', 'https://BOOKS.example/'],
    ['not in its last form', 'https://books.example'],
    ['dots', 'https://books.example/../x'],
    ['letters of another script', 'https://bücher.example/'],
    ['a tab in it', 'https://books.\texample/'],
    ['a blank before', ' https://books.example/'],
  ])('%s is refused', (_, link) => expect(adLinkFault(link)).not.toBeNull());
});

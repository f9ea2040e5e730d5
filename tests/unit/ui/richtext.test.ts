import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, plainAddress } from '../../../lib/ui/richtext.ts';

const user = new Uint8Array(32).fill(7);

describe('a text in pieces', () => {
  it('is exactly the text, whatever mentions claim', () => {
    const mention = fc.record({ at: fc.nat(60), length: fc.nat(60), user: fc.constant(user) });
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('see https://a.example/x, www.b.example and c@d.example'),
    );
    fc.assert(
      fc.property(text, fc.array(mention, { maxLength: 5 }), (text, mentions) => {
        const all = pieces(text, mentions);
        expect(all.map((one) => one.text).join('')).toBe(text);
        for (const one of all) if (one.is === 'link') expect(one.href).toMatch(/^https?:\/\//);
      }),
    );
  });
  it('links the web alone', () => {
    const text =
      'javascript:alert(1) data:text/html,x ftp://a.example file:///etc HTTPS://B.example/ www.example.org';
    const links = pieces(text, []).filter((one) => one.is === 'link');
    expect(links.map((one) => one.href)).toEqual(['https://b.example/', 'https://www.example.org/']);
  });
  it('links every address, wherever it stands, and words around full stops to nothing', () => {
    const linked = (text: string) => pieces(text, []).flatMap((one) => (one.is === 'link' ? [one.text] : []));
    const all = ['b.com', 'Localhost', 'localhost:8080', 'https://a.example', 'HTTP://10.0.0.1/x'];
    for (const address of all) expect(linked(`At ${address}, I heard. So: go`)).toEqual([address]);
    expect(linked('One. Two: three... four .')).toEqual([]);
  });
  it('names people where the author did, above links', () => {
    const all = pieces('Hello Carol!', [{ at: 6, length: 5, user }]);
    expect(all).toEqual([
      { is: 'words', text: 'Hello ' },
      { is: 'person', text: 'Carol', user: '07'.repeat(32) },
      { is: 'words', text: '!' },
    ]);
  });
});

describe('an address', () => {
  it('is taken without a user’s name in it, and only of the web', () => {
    expect(plainAddress('https://a.example/x')).toBe('https://a.example/x');
    expect(plainAddress('https://bank.example@evil.example/')).toBeNull();
    expect(plainAddress('javascript:alert(1)')).toBeNull();
    expect(plainAddress('nothing')).toBeNull();
  });
});

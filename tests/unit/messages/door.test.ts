import { describe, expect, it } from 'vitest';
import { doorOf } from '../../../lib/messages/door.ts';

describe('an address of a network', () => {
  it('is taken as people type it', () => {
    expect(doorOf('door.example.org')).toBe('https://door.example.org');
    expect(doorOf(' https://door.example.org/some/page?x=1 ')).toBe('https://door.example.org');
    expect(doorOf('http://127.0.0.1:8443')).toBe('http://127.0.0.1:8443');
    expect(doorOf('http://[::1]:8443/')).toBe('http://[::1]:8443');
  });

  it.each(['', 'a b', 'http://door.example.org', 'ftp://door.example.org', 'ftp://localhost', 'https://'])(
    'is not %j',
    (typed) => {
      expect(doorOf(typed)).toBeNull();
    },
  );
});

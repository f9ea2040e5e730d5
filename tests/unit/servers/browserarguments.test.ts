import { describe, expect, test } from 'vitest';
import { argumentsFor } from '../../../servers/browser/arguments.ts';

const BASE = { profile: '/nowhere/profile', extension: '/nowhere/extension', headless: true };

describe('the command line of a browser', () => {
  test('with a replica facebook.com is that, its certificate is the one known, and nothing else exists', () => {
    const line = argumentsFor({ ...BASE, replica: { port: 4433, spki: 'abc=' } });
    const rules = line.find((one) => one.startsWith('--host-resolver-rules=')) ?? '';
    expect(rules).toContain('MAP *.facebook.com 127.0.0.1:4433');
    expect(rules).toContain('MAP * ~NOTFOUND');
    expect(line).toContain('--ignore-certificate-errors-spki-list=abc=');
  });

  test('for the real site no host is mapped, and no certificate is taken that others would not take', () => {
    const line = argumentsFor({ ...BASE, replica: null }).join(' ');
    expect(line).not.toMatch(/host-resolver-rules|certificate-errors/);
    expect(line).toContain('--load-extension=/nowhere/extension');
  });
});

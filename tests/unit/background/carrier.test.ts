import { describe, expect, test } from 'vitest';
import { chooseCarrier } from '../../../entrypoints/background/carrier.ts';
import { Doors } from '../../../entrypoints/background/doors.ts';
import { CarryError } from '../../../lib/native/carry.ts';
import type { Helper } from '../../../lib/native/helper.ts';
import type { Carrier } from '../../../lib/route/carrier.ts';

const DOOR = 'https://door.example:8443/';

interface Rule {
  id: number;
  condition: { urlFilter: string; initiatorDomains: string[]; tabIds: number[] };
  action: { requestHeaders: { header: string; operation: string }[] };
}

function makeBrowser(root: string, allowed: string[], rules: Rule[] = []) {
  const asked: string[] = [];
  let refused = false;
  const api = {
    runtime: { getURL: () => root },
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => {
        asked.push(...origins);
        return origins.every((one) => allowed.includes(one));
      },
    },
    declarativeNetRequest: {
      getSessionRules: async () => rules,
      updateSessionRules: async ({ addRules }: { addRules: Rule[] }) => {
        if (refused) throw new Error('no rules');
        if (addRules.some(({ id }) => rules.some((rule) => rule.id === id))) throw new Error('an id twice');
        rules.push(...addRules);
      },
    },
  };
  const refuseRules = (yes: boolean): void => {
    refused = yes;
  };
  const doors = new Doors(api as unknown as ConstructorParameters<typeof Doors>[0]);
  return { doors, rules, asked, refuseRules };
}

const CHROMIUM = 'chrome-extension://abc/';
const FIREFOX = 'moz-extension://0000-1111/';
const own: Carrier = { post: async () => Uint8Array.of(1), get: async () => Uint8Array.of(2) };

describe('the doors of a network', () => {
  test('each has one rule that takes the browser’s headers off our own requests in no tab', async () => {
    const { doors, rules } = makeBrowser(CHROMIUM, ['https://door.example/*']);
    expect(await Promise.all([doors.way(DOOR), doors.way(DOOR), doors.way('https://b.example')])).toEqual([
      'bare',
      'bare',
      'showing',
    ]);
    await doors.way(DOOR);
    expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([
      '|https://door.example:8443/',
      '|https://b.example/',
    ]);
    for (const { condition, action } of rules) {
      expect(condition).toMatchObject({ initiatorDomains: ['abc'], tabIds: [-1] });
      const removed = action.requestHeaders.map(({ header }) => header);
      expect(removed).toEqual(
        expect.arrayContaining(['origin', 'user-agent', 'accept-language', 'sec-ch-ua']),
      );
      expect(action.requestHeaders.every(({ operation }) => operation === 'remove')).toBe(true);
    }
  });

  test('a restarted background finds its rules and makes none twice', async () => {
    const { doors, rules } = makeBrowser(CHROMIUM, []);
    await doors.way(DOOR);
    const again = makeBrowser(CHROMIUM, [], rules);
    await again.doors.way(DOOR);
    await again.doors.way('https://b.example');
    expect(rules.map(({ id }) => id)).toEqual([1, 2]);
  });

  test('nothing is sent while the browser does not take the rule', async () => {
    const { doors, refuseRules } = makeBrowser(CHROMIUM, ['https://door.example/*']);
    refuseRules(true);
    const carrier = chooseCarrier(() => null, own, doors);
    await expect(carrier.post(DOOR, new Uint8Array())).rejects.toMatchObject({ fault: 'refused' });
    refuseRules(false);
    expect(await carrier.post(DOOR, new Uint8Array())).toEqual(Uint8Array.of(1));
  });

  test('what the user is to be asked for are origins without a port', async () => {
    const { doors } = makeBrowser(CHROMIUM, ['https://b.example/*']);
    expect(await doors.missing([DOOR, 'https://door.example', 'https://b.example'])).toEqual([
      'https://door.example',
    ]);
  });

  test('Firefox without permission sends nothing: its Origin would name the profile', async () => {
    const { doors } = makeBrowser(FIREFOX, []);
    const carrier = chooseCarrier(() => null, own, doors);
    await expect(carrier.post(DOOR, new Uint8Array())).rejects.toMatchObject({ fault: 'refused' });
    await expect(carrier.get(DOOR, '/v1/bundle')).rejects.toMatchObject({ fault: 'refused' });
  });

  test('Firefox with permission, and Chromium, send', async () => {
    const [firefox, chromium] = [makeBrowser(FIREFOX, ['https://door.example/*']), makeBrowser(CHROMIUM, [])];
    for (const { doors } of [firefox, chromium])
      expect(await chooseCarrier(() => null, own, doors).get(DOOR, '/')).toEqual(Uint8Array.of(2));
  });
});

describe('the way out', () => {
  const helper = {
    post: async () => Uint8Array.of(3),
    get: async () => Promise.reject(new CarryError('timeout')),
  } as unknown as Helper;

  test('is the helper while it is connected, decided for each request', async () => {
    let connected: Helper | null = null;
    const { doors, asked } = makeBrowser(CHROMIUM, []);
    const carrier = chooseCarrier(() => connected, own, doors);
    expect(await carrier.post(DOOR, new Uint8Array())).toEqual(Uint8Array.of(1));
    connected = helper;
    asked.length = 0;
    expect(await carrier.post(DOOR, new Uint8Array())).toEqual(Uint8Array.of(3));
    expect(asked).toEqual([]);
    connected = null;
    expect(await carrier.post(DOOR, new Uint8Array())).toEqual(Uint8Array.of(1));
  });

  test('a helper that fails is a door that fails, never a reason to show the browser', async () => {
    const { doors, asked } = makeBrowser(CHROMIUM, []);
    const carrier = chooseCarrier(() => helper, own, doors);
    await expect(carrier.get(DOOR, '/')).rejects.toMatchObject({ name: 'CarrierError', fault: 'timeout' });
    expect(asked).toEqual([]);
  });
});

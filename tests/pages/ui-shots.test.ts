import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { it } from 'vitest';
import { hex } from '../../lib/bytes.ts';
import { ALICE, BOB, comment, entry, item, PEOPLE, people, post, reactions } from './uiframe/rows.ts';
import { frameStage } from './uiframe/stage.ts';

const stage = frameStage();
const D = hex(new Uint8Array(randomBytes(32)));
async function world() {
  const photos = [],
    blobs = [];
  for (const [i, c] of ['#a33', '#3a3', '#33a', '#a3a', '#aa3', '#3aa'].entries()) {
    const bytes = new Uint8Array(
      await sharp({ create: { width: 1200, height: 800, channels: 3, background: c } })
        .jpeg()
        .toBuffer(),
    );
    const hash = hex(new Uint8Array(randomBytes(32)));
    blobs.push({ hash, bytes, type: 'image/jpeg', drops: [D] });
    photos.push({ hash, width: 1200, height: 800, alt: i === 0 ? 'A red field' : '' });
  }
  const p = entry(
    D,
    ALICE.user,
    post({
      text: 'We walked along the river to the old mill, and it was colder than anybody had said. https://example.org/mill and javascript:alert(1)\n\nSecond line <b>not bold</b>\nthird\nfourth\nfifth\nsixth\nseventh',
      photos,
    }),
    { before: [{ rev: 0, body: post({ text: 'We walked' }), when: Date.now() - 7e6 }] },
  );
  const c1 = entry(D, BOB.user, comment({ text: 'Next time take me along!' }));
  const c2 = entry(
    D,
    PEOPLE[2].user,
    comment({
      text: 'Which mill? The one behind the station, or the one with the long name that nobody can ever pronounce after two glasses?',
    }),
  );
  const c3 = entry(D, ALICE.user, comment({ text: 'Behind the station.', re: c2.entry }));
  const c4 = entry(D, BOB.user, comment({ text: 'On its way' }), {
    state: 'waiting',
    at: Number.MAX_SAFE_INTEGER,
  });
  const r1 = entry(
    D,
    BOB.user,
    reactions([
      [p.entry, 'love'],
      [c2.entry, 'haha'],
    ]),
  );
  const r2 = entry(D, PEOPLE[2].user, reactions([[p.entry, 'like']]));
  const ad = {
    id: new Uint8Array(16),
    advertiser: 'Mill Bicycles',
    text: 'Wheels for the river path, twelve months of care included.',
    link: 'https://bicycles.example/',
    from: 0,
    until: 9e9,
    picture: { type: 'image/jpeg', width: 1200, height: 800, bytes: blobs[1].bytes },
  };
  return {
    ...people(),
    items: [item(D, { audience: 'friends' })],
    entries: [p, c1, c2, c3, c4, r1, r2],
    blobs,
    newsFeed: [{ drop: D, user: ALICE.user, when: Date.now(), ad }],
    notifications: [
      { id: 'a', is: 'comment', when: Date.now() - 5e5, user: ALICE.user, drop: D, seen: false, fresh: 1 },
      {
        id: 'request:x',
        is: 'request',
        when: Date.now() - 9e6,
        user: 'ee'.repeat(32),
        seen: false,
        fresh: 1,
      },
      { id: 'c', is: 'reaction', when: Date.now() - 9e7, user: PEOPLE[2].user, drop: D, seen: true },
    ],
    requests: [{ user: 'ee'.repeat(32), name: 'Frank', text: 'We met at the mill', when: Date.now() }],
  };
}
for (const theme of ['light', 'dark'])
  it(theme, async () => {
    const rows = await world();
    for (const [kind, w, name] of [
      ['post', 680, 'post'],
      ['post', 340, 'narrow'],
      ['composer', 500, 'composer'],
      ['bell', 360, 'bell'],
      ['notice', 340, 'notice'],
    ] as const) {
      const { page, asked } = await stage.draw({
        kind,
        drop: D,
        rows,
        notice: 'facebook-changed',
        look: { 'color-scheme': theme },
        viewport: { width: w, height: 900 },
        answers: {
          'network.about': {
            network: {
              name: 'n',
              fingerprint: '',
              authority: '',
              promises: '',
              minimumAge: 16,
              expires: 1,
              operators: [],
              needs: [],
              keywords: ['bicycles', 'books', 'music'],
              cells: [],
            },
          },
        },
      });
      page.on('console', (m) => console.log(kind, m.text()));
      page.on('pageerror', (m) => console.log(kind, m));
      await page.evaluate((t) => {
        document.body.style.background = t === 'dark' ? '#1c1c1d' : '#f2f4f7';
      }, theme);
      if (kind === 'bell') await page.getByRole('button').first().click();
      if (kind === 'composer') {
        await page.getByRole('textbox').fill('hello');
      }
      await page.waitForTimeout(1200);
      await page.screenshot({ path: `/tmp/shot-${name}-${theme}.png`, fullPage: true });
      console.log(name, JSON.stringify(asked.filter((a) => a.ask !== 'frame.claim').slice(-6)));
      await page.close();
    }
  });

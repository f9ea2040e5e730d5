import type { Page } from 'playwright-core';
import type { Person } from '../person.ts';

export interface FirstRunOptions {
  /** Tried in order, where the one before is taken; default the person's own name. */
  names?: string[];
  /** YYYY-MM-DD. */
  birth?: string;
  /** With whom letters are exchanged directly. */
  delivery?: 'With all Friends' | 'With verified Friends only' | 'Never';
}

/** Who came out of it. */
export interface FirstRunEnd {
  name: string;
  /** The recovery phrase's words; null where it had been confirmed before. */
  phrase: string[] | null;
}

const SLOW = 90_000;

/** Goes through the first run in Home, from wherever it stands, to the end: the same screens, the same clicks. */
export async function firstRun(person: Person, options: FirstRunOptions = {}): Promise<FirstRunEnd> {
  const names = [...(options.names ?? [person.name])];
  let name = names.shift() ?? person.name;
  const home = await person.home();
  const screen = await screenOf(home);
  if (screen === 'network') await joinBuiltIn(home);
  if (screen === 'network' || screen === 'you') await sayWho(home, name, options);
  const phrase = screen === 'inside' ? null : await keepPhrase(home);
  for (;;) {
    if ((await registered(home)) === 'inside') return { name, phrase };
    const next = names.shift();
    if (next === undefined) throw new Error(`the name ${name} is taken`);
    name = next;
    await home.getByRole('textbox', { name: 'Your name' }).fill(name);
    await home.getByRole('button', { name: 'Try this name' }).click();
  }
}

/** Whether somebody uses this browser already: Home stands open. */
export async function isSettled(person: Person): Promise<boolean> {
  return (await screenOf(await person.home())) === 'inside';
}

/** Joins the network the extension came with. */
export async function joinBuiltIn(home: Page): Promise<void> {
  await home.getByRole('button', { name: 'Join this network' }).click();
  await home.getByRole('textbox', { name: 'Your name' }).waitFor();
}

/** Fills in who one is and has the keys made. */
export async function sayWho(home: Page, name: string, { birth, delivery }: FirstRunOptions): Promise<void> {
  await home.getByRole('textbox', { name: 'Your name' }).fill(name);
  await home.getByRole('textbox', { name: 'Birth date' }).fill(birth ?? '1990-05-04');
  if (delivery !== undefined) await home.getByRole('radio', { name: delivery }).check();
  await home.getByRole('button', { name: 'Create my identity' }).click();
}

/** Reads the phrase where it is shown, and proves that it was written down; null where it is not shown. */
export async function keepPhrase(home: Page): Promise<string[] | null> {
  const list = home.getByRole('list', { name: 'Recovery phrase' });
  const inside = home.getByRole('navigation', { name: 'Peerwall' });
  const name = home.getByRole('heading', { name: 'Registering your name' });
  await list.or(inside).or(name).first().waitFor({ timeout: SLOW });
  if (!(await list.isVisible())) return null;
  const lines = await list.getByRole('listitem').allInnerTexts();
  const words = lines.map((line) => line.replace(/^\s*\d+/, '').trim());
  await home.getByRole('button', { name: 'I wrote it down' }).click();
  for (const box of await home.getByRole('textbox', { name: /^Word \d+$/ }).all()) {
    const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    await box.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '');
  }
  await home.getByRole('button', { name: 'Go on' }).click();
  return words;
}

async function registered(home: Page): Promise<'inside' | 'refused'> {
  const inside = home.getByRole('navigation', { name: 'Peerwall' });
  const refused = home.getByRole('button', { name: 'Try this name' });
  await inside.or(refused).first().waitFor({ timeout: SLOW });
  return (await inside.isVisible()) ? 'inside' : 'refused';
}

type Screen = 'network' | 'you' | 'later' | 'inside';

async function screenOf(home: Page): Promise<Screen> {
  const heading = home.getByRole('heading', {
    name: /^(Choose a network|Who are you\?|Your recovery phrase|Registering your name)$/,
  });
  const inside = home.getByRole('navigation', { name: 'Peerwall' });
  await heading.or(inside).first().waitFor({ timeout: SLOW });
  if (await inside.isVisible()) return 'inside';
  const title = (await heading.innerText()).trim();
  if (title === 'Choose a network') return 'network';
  return title === 'Who are you?' ? 'you' : 'later';
}

import { readAnonymity } from '../../lib/actions/identity/anonymity.ts';
import { nextDue } from '../../lib/actions/outbox/run.ts';
import type { Service } from '../../lib/actions/service.ts';
import { outboxView } from '../../lib/db/queries/outbox.ts';
import type { Answer } from '../../lib/messages/request.ts';
import type { status } from '../../lib/messages/requests/network.ts';
import { findServer, type NetworkFile, serversOf } from '../../lib/protocol/network.ts';
import type { Guard } from '../../lib/route/state.ts';
import type { Background } from './background.ts';
import type { Doors } from './doors.ts';

export type Status = Answer<typeof status>;
export type Part = Status['carrier'];

/** How things stand, each part in one plain sentence, and what can be done. Asks nobody but the helper. */
export async function readStatus(background: Background): Promise<Status> {
  const service = await background.service();
  const file = fileOf(service);
  const guards = service.route.travel.guards();
  return {
    carrier: await carrierPart(background, file, guards),
    helper: await helperPart(background),
    anonymizers: file === null ? [] : guards.map((guard) => anonymizerPart(background, file, guard)),
    servers: file === null ? [] : serverParts(background, file),
    anonymity: await anonymityPart(service, file),
    surfaces: await surfaceParts(background),
    outbox: await outboxPart(service),
  };
}

function fileOf(service: Service): NetworkFile | null {
  try {
    return service.route.network().file;
  } catch {
    return null;
  }
}

async function carrierPart(
  { helper, doors }: Background,
  file: NetworkFile | null,
  guards: readonly Guard[],
): Promise<Part> {
  const name = 'Connection';
  const todo = 'Join a network in Home.';
  if (file === null) return { name, state: 'off', says: 'Not connected to any network.', todo };
  if (helper.connected() !== null)
    return { name, state: 'good', says: `Connected to ${file.name} through the helper.`, todo: null };
  const urls = guards.flatMap(({ server }) => findServer(file, server)?.operator.door ?? []);
  if (await areBare(doors, urls))
    return {
      name,
      state: 'good',
      says: `Connected to ${file.name} by the browser itself; it tells no browser, language or extension.`,
      todo: null,
    };
  return {
    name,
    state: 'trouble',
    says: `Connected to ${file.name} by the browser itself; its doors see which browser and language you use.`,
    todo: 'Give the permission for this network in Home, or install the helper.',
  };
}

async function areBare(doors: Doors, urls: readonly string[]): Promise<boolean> {
  return (await doors.missing(urls)).length === 0;
}

async function helperPart({ helper }: Background): Promise<Part> {
  const name = 'Direct delivery';
  const state = helper.state();
  if (state.is === 'connected') {
    const said = await helper.status();
    const online = said === null ? '' : ` ${said.online} of ${said.friends} Friends’ machines are connected.`;
    return { name, state: 'good', says: `The helper is running.${online}`, todo: null };
  }
  if (state.is === 'connecting') return { name, state: 'waiting', says: state.reason, todo: null };
  if (state.is === 'absent')
    return {
      name,
      state: 'off',
      says: 'Letters go through mailboxes. Direct delivery would bring them at once, from machine to machine.',
      todo: 'Run “npx peerwall helper install”.',
    };
  return { name, state: 'trouble', says: state.reason, todo: 'Run “npx peerwall helper doctor”.' };
}

function anonymizerPart({ passages }: Background, file: NetworkFile, { server }: Guard): Part {
  const name = findServer(file, server)?.operator.name ?? 'Unknown';
  const passed = passages.passedOn(server) !== null;
  return {
    name,
    state: passed ? 'good' : 'waiting',
    says: passed ? 'Passes your questions on.' : 'Kept as an entry; not needed since the start.',
    todo: null,
  };
}

const WORK = { content: 'Stores sealed posts.', id: 'Keeps names and keys.' } as const;

function serverParts({ passages }: Background, file: NetworkFile): Part[] {
  return (['id', 'content'] as const).flatMap((role) =>
    serversOf(file, role).map(({ operator, key }): Part => {
      const answered = passages.answered(key) !== null;
      const says = answered ? `${WORK[role]} Answers.` : `${WORK[role]} Not asked since the start.`;
      return { name: operator.name, state: answered ? 'good' : 'waiting', says, todo: null };
    }),
  );
}

async function anonymityPart(service: Service, file: NetworkFile | null): Promise<Part> {
  const name = 'Anonymity';
  const set = file === null ? null : await readAnonymity(service);
  if (set === null) return { name, state: 'waiting', says: 'Not known yet today.', todo: null };
  const says = `Your deeds are hidden among ${set.count} users.`;
  if (!set.small) return { name, state: 'good', says, todo: null };
  return {
    name,
    state: 'trouble',
    says: `${says} In so small a network its ID server can guess who wrote what.`,
    todo: null,
  };
}

const SURFACES = { feed: 'News Feed', composer: 'Composer', bell: 'Notifications' } as const;
const SURFACE_STATES = {
  working: { state: 'good', says: 'Found on Facebook’s page.', todo: null },
  changed: {
    state: 'trouble',
    says: 'Facebook changed: Peerwall cannot find its place and stays away.',
    todo: 'Use Home until Peerwall is updated.',
  },
  absent: { state: 'off', says: 'Not on the pages that are open.', todo: null },
} as const;

async function surfaceParts({ health }: Background): Promise<Part[]> {
  const names = Object.keys(SURFACES) as (keyof typeof SURFACES)[];
  return await Promise.all(
    names.map(async (surface) => ({
      name: SURFACES[surface],
      ...SURFACE_STATES[(await health.of(surface)) ?? 'absent'],
    })),
  );
}

async function outboxPart(service: Service): Promise<Part> {
  const name = 'Outbox';
  const lines = await outboxView(service.db);
  const refused = lines.filter(({ state }) => state === 'refused').length;
  if (refused > 0)
    return { name, state: 'trouble', says: `${refused} refused.`, todo: 'Look at the outbox in Home.' };
  if (lines.length === 0) return { name, state: 'good', says: 'Nothing waits.', todo: null };
  const due = await nextDue(service);
  const soon = due === null || due - service.now() < 60_000;
  return {
    name,
    state: 'waiting',
    says: `${lines.length} on the way${soon ? '.' : '; tried again later.'}`,
    todo: null,
  };
}

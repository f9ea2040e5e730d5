import { checkMailboxes } from '../../../lib/actions/letters/checkmailboxes.ts';
import { runOutbox } from '../../../lib/actions/outbox/run.ts';
import type { Service } from '../../../lib/actions/service.ts';
import { World } from '../route/world.ts';
import { TestContent } from './testcontent.ts';
import { TestId } from './testid.ts';

/** A world whose servers do what local services need, in memory. */
export interface Town {
  world: World;
  id: TestId;
  content: TestContent;
}

export async function openTown(): Promise<Town> {
  const world = new World();
  world.file = { ...world.file, signupBits: 2, smallNetwork: 100 };
  world.publish();
  const id = await TestId.open(world);
  const content = new TestContent(world, id);
  world.handler = (args, command, minute) =>
    command.startsWith('id.') ? id.answer(command, args, minute) : content.answer(command, args);
  return { world, id, content };
}

/** Lets everybody do what there is to do now, until nobody has anything left. */
export async function settle(...people: Service[]): Promise<void> {
  for (let round = 0, quiet = 0; round < 20; round++) {
    let came = false;
    for (const one of people) {
      await runOutbox(one);
      came = (await checkMailboxes(one)) || came;
    }
    quiet = came ? 0 : quiet + 1;
    if (quiet === Math.min(2, people.length)) return;
  }
  throw new Error('no rest');
}

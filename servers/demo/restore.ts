import { edit } from '../../lib/actions/items/edit.ts';
import { joinNetwork } from '../../lib/actions/network.ts';
import { restore } from '../../lib/actions/vault/restore.ts';
import { keepVault } from '../../lib/actions/vault/write.ts';
import type { SignedNetwork } from '../../lib/protocol/network.ts';
import type { Cast } from './cast.ts';
import { Person, until } from './person.ts';
import type { Step } from './story.ts';
import type { Ways } from './ways.ts';

/** Alice's machine is lost; twenty-four words bring everything back, with the right to edit what is hers. */
export async function tellRestore(
  { alice, bob, phrase }: Cast,
  network: SignedNetwork,
  ways: Ways,
  step: Step,
): Promise<void> {
  await step("Alice's vault is brought up to date at two content servers", async () => {
    const { db } = alice.service;
    await db.atomically(() => keepVault(alice.service));
    await until([alice], 'the vault', async () => {
      const waiting = await db.deeds.filter((deed) => deed.kind === 'vault').count();
      return waiting === 0 ? true : undefined;
    });
    return `sealed under a key that only her devices and the phrase have`;
  });
  const lost = await alice.service.db.wall.count();
  alice.close();
  await step("Alice's machine is lost; the phrase brings everything back on an empty one", async () => {
    const again = await Person.open('Alice again', ways.passed);
    try {
      await joinNetwork(again.service, { file: network, authority: network.file.authority });
      await restore(again.service, { phrase });
      const [mine] = await until([again, bob], "Alice's Wall", async () => {
        const rows = await again.service.db.wall.toArray();
        return rows.length === lost ? rows : undefined;
      });
      if (mine === undefined) throw new Error('the Wall is empty');
      const post = await again.service.db.entries
        .filter((row) => row.drop === mine.drop && row.body?.is === 'post')
        .first();
      if (post === undefined) throw new Error('the post is not there');
      await edit(again.service, {
        drop: mine.drop,
        entry: post.entry,
        text: 'Home at last, and found again.',
      });
      await until([again, bob], "the edited post at Bob's", async () => {
        const row = await bob.service.db.entries.get(`${mine.drop}:${post.entry}`);
        return row && row.before.length > 0 ? true : undefined;
      });
      const friends = await again.service.db.friends.where('state').equals('friend').count();
      return `${lost} post on the Wall, ${friends} Friend; she edits the post from the new device, and Bob sees it`;
    } finally {
      again.close();
    }
  });
}

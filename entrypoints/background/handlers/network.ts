import { goOnWriting, joinedNetwork, joinNetwork } from '../../../lib/actions/network.ts';
import { AskError } from '../../../lib/messages/errors.ts';
import type * as network from '../../../lib/messages/requests/network.ts';
import { NotInNetworkError } from '../../../lib/route/errors.ts';
import type { Background, HandlersOf } from '../background.ts';
import { networkCard } from '../networkcard.ts';
import { lookAt, type Source } from '../networksource.ts';
import { readStatus } from '../status.ts';

export const networkHandlers: HandlersOf<typeof network> = {
  look: async (background, { source }) =>
    await networkCard(background.doors, await bring(background, source)),
  join: async (background, { source, authority }) => {
    const { network: file } = await bring(background, source);
    if (file.file.authority !== authority) throw new AskError('forged', 'another network than was shown');
    await joinNetwork(await background.service(), { file, authority });
    return {};
  },
  about: async ({ service, doors }) => {
    try {
      return { network: await networkCard(doors, joinedNetwork(await service())) };
    } catch (error) {
      if (error instanceof NotInNetworkError) return { network: null };
      throw error;
    }
  },
  goOn: async ({ service }) => {
    await goOnWriting(await service());
    return {};
  },
  status: async (background) => await readStatus(background),
  retryHelper: async ({ service, helper }) => {
    await service();
    helper.again();
    return {};
  },
};

async function bring({ service, carrier, webext }: Background, source: Source) {
  const builtIn = async (): Promise<string | null> => {
    const answer = await fetch(webext.runtime.getURL('network.json')).catch(() => null);
    return answer?.ok === true ? await answer.text() : null;
  };
  return await lookAt({ service: await service(), carrier, builtIn }, source);
}

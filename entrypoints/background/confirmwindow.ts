import { nameOf } from '../../lib/db/queries/names.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Webext } from '../../lib/webext.ts';
import type { ConfirmParts } from './confirm.ts';

type Api = Pick<Webext, 'windows' | 'tabs' | 'runtime'>;

/** Windows for questions: small ones of the extension, or tabs where the browser has no windows. */
export function confirmParts({ windows, tabs, runtime }: Api, db: Db, random: () => string): ConfirmParts {
  return {
    random,
    open: async (id) => {
      const url = `${runtime.getURL('confirm.html')}#${id}`;
      if (windows === undefined) {
        await tabs.create({ url });
        return null;
      }
      return (await windows.create({ url, type: 'popup', width: 440, height: 320 })).id ?? null;
    },
    close: async (window) => {
      await windows.remove(window);
    },
    about: async (_, args) => await aboutOf(db, args),
  };
}

/** Whom or what it concerns: a person's name, or the beginning of a text. */
async function aboutOf(db: Db, args: unknown): Promise<string | null> {
  if (typeof args !== 'object' || args === null) return null;
  if ('user' in args && typeof args.user === 'string')
    return (await db.requests.get(args.user))?.name ?? ((await nameOf(db, args.user)) || null);
  if ('text' in args && typeof args.text === 'string') return beginning(args.text);
  if (!('drop' in args) || typeof args.drop !== 'string') return null;
  const entry = 'entry' in args && typeof args.entry === 'string' ? args.entry : null;
  const rows = await db.entries.where('drop').equals(args.drop).toArray();
  const row = rows.find(({ body, entry: id }) => (entry === null ? body?.is === 'post' : id === entry));
  const body = row?.body;
  return body !== undefined && body !== null && 'text' in body ? beginning(body.text) : null;
}

const LONGEST = 120;

function beginning(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

import type { Handler } from '../letters/handler.ts';

/** What the events about items do: keys given away, told, news, new generations, deletions. */
export const itemHandlers: {
  readonly item: Handler<'item'>;
  readonly told: Handler<'told'>;
  readonly news: Handler<'news'>;
  readonly rekey: Handler<'rekey'>;
  readonly gone: Handler<'gone'>;
} = {
  item: async () => undefined,
  told: async () => undefined,
  news: async () => undefined,
  rekey: async () => undefined,
  gone: async () => undefined,
};

import type { Handler } from '../letters/handler.ts';
import { onGone } from './ongone.ts';
import { onItem } from './onitem.ts';
import { onRekey } from './onrekey.ts';
import { onNews, onTold } from './ontold.ts';

/** What the events about items do: keys given away, told, news, new generations, deletions. */
export const itemHandlers: {
  readonly item: Handler<'item'>;
  readonly told: Handler<'told'>;
  readonly news: Handler<'news'>;
  readonly rekey: Handler<'rekey'>;
  readonly gone: Handler<'gone'>;
} = { item: onItem, told: onTold, news: onNews, rekey: onRekey, gone: onGone };

import type { Service } from '../../lib/actions/service.ts';
import type { Db } from '../../lib/db/schema.ts';
import type { Answer, Args, Request } from '../../lib/messages/request.ts';
import type { Carrier } from '../../lib/route/carrier.ts';
import type { Webext } from '../../lib/webext.ts';
import type { Confirming } from './confirm.ts';
import type { Doors } from './doors.ts';
import type { Frames } from './frames.ts';
import type { Health } from './health.ts';
import type { HelperLink } from './helperlink.ts';
import type { Local } from './local.ts';
import type { Passages } from './passages.ts';
import type { BroughtPictures } from './pictures.ts';
import type { PostHandles } from './posthandles.ts';
import type { Pushes } from './pushes.ts';
import type { Asker } from './senders.ts';
import type { Visible } from './visible.ts';

/** What handlers work with. */
export interface Background {
  webext: Webext;
  db: Db;
  local: Local;
  /** The local service, opened at its first use. */
  service(): Promise<Service>;
  carrier: Carrier;
  doors: Doors;
  helper: HelperLink;
  pictures: BroughtPictures;
  frames: Frames;
  posts: PostHandles;
  visible: Visible;
  health: Health;
  pushes: Pushes;
  confirming: Confirming;
  passages: Passages;
}

/** Does what one request asks. Throws what `refusal` knows a code for. */
export type Handler<R extends Request> = (
  background: Background,
  args: Args<R>,
  asker: Asker,
) => Promise<Answer<R>>;

/** A handler for each request a module of `lib/messages/requests` defines: a missing one does not compile. */
export type HandlersOf<Family> = {
  [K in keyof Family as Family[K] extends Request ? K : never]: Family[K] extends Request
    ? Handler<Family[K]>
    : never;
};

import type { Answer } from '../../messages/request.ts';
import type { claim } from '../../messages/requests/frame.ts';

/** What the background said a frame is. */
export type Claimed = Answer<typeof claim>;

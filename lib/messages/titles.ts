import type { FrameKind } from './request.ts';

/** What a frame is called for people who hear the page instead of seeing it: as an element of the page, and as a document. */
export const FRAME_TITLES: Readonly<Record<FrameKind, string>> = {
  post: 'Peerwall post',
  composer: 'Peerwall composer',
  bell: 'Peerwall notifications',
  notice: 'Peerwall notice',
};

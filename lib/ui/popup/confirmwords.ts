import { accept, befriend, block, confirmAccount, unfriend } from '../../messages/requests/friends.ts';
import { deleteThread, giveUp, post, remove, report } from '../../messages/requests/items.ts';

/** What a window asks before something that cannot be undone. */
export interface ConfirmWord {
  title: string;
  says: string;
}

const WORDS: Readonly<Record<string, ConfirmWord>> = {
  [post.name]: { title: 'Post this?', says: 'It goes to the audience you chose.' },
  [remove.name]: { title: 'Remove this comment?', says: 'It is gone for everybody, for ever.' },
  [deleteThread.name]: {
    title: 'Delete this post for ever?',
    says: 'It is deleted for everybody, with all comments under it.',
  },
  [report.name]: {
    title: 'Report this?',
    says: 'The ID server is shown this one text and who wrote it. Its author may learn of it.',
  },
  [giveUp.name]: {
    title: 'Give this up?',
    says: 'It is not tried again, and what was to be sent is forgotten.',
  },
  [accept.name]: {
    title: 'Accept this request?',
    says: 'You will be Friends, and see what each other posts to Friends.',
  },
  [befriend.name]: {
    title: 'Ask this person to be your Friend?',
    says: 'They see your name and your public profile.',
  },
  [unfriend.name]: { title: 'Unfriend?', says: 'They get nothing new from you, and are not told.' },
  [block.name]: { title: 'Block?', says: 'You hear nothing of them any more.' },
  [confirmAccount.name]: {
    title: 'Go on with another key?',
    says: 'Only when you asked this person by another way and they began anew.',
  },
};

/** The question for a request by its name; a plain one for a request without words of its own. */
export function confirmWord(name: string): ConfirmWord {
  return WORDS[name] ?? { title: 'Do this?', says: 'It cannot be undone.' };
}

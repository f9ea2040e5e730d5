import type { AdBody } from '../protocol/ad.ts';

/** Rows of the user's lists, named as the user knows them. What is shown of an item is in its entries. */

/** A message, in the inbox or among the sent. */
export interface MessageRow {
  id: string;
  user: string;
  text: string;
  when: number;
  read: boolean;
}

/** Something that calls for the user's eye. */
export interface NotificationRow {
  id: string;
  is: string;
  when: number;
  user?: string;
  drop?: string;
  entry?: string;
  seen: boolean;
  /** For an index: `places`. */
  fresh?: 1;
}

/** A post on the own Wall. */
export interface WallRow {
  drop: string;
  when: number;
}

/** A post of somebody's in the News Feed, with the ad its server sent along, checked. */
export interface FeedRow {
  drop: string;
  user: string;
  when: number;
  ad?: AdBody;
}

/** Something the user did. */
export interface ActivityRow {
  id: string;
  is: string;
  when: number;
  user?: string;
  drop?: string;
  entry?: string;
}

/** A row of a list that has no use yet. */
export interface PlainRow {
  id: string;
  when: number;
}

/** Stores of this family: Messages are three boxes; requests wait in their own. */
export const listStores = {
  groups: 'id, when',
  ownedGroups: 'id, when',
  pages: 'id, when',
  likes: 'id, when',
  albums: 'id, when',
  notifications: 'id, when, seen',
  inbox: 'id, user, when',
  sent: 'id, user, when',
  requests: 'user, when',
  wall: 'drop, when',
  activities: 'id, when',
  newsFeed: 'drop, user, when',
};

/** What version 2 adds: what was not seen, and one person's posts, without reading all. */
export const listStores2 = {
  notifications: 'id, when, fresh, drop',
  newsFeed: 'drop, user, when, [user+when]',
};

/** Somebody who wants to be a Friend and waits for an answer. */
export interface RequestRow {
  user: string;
  name: string;
  text: string;
  when: number;
}

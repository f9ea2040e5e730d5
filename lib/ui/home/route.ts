/** Where in Home the user is; the address is the part after # (`home.html#person/<user>`). */
export type Route =
  | { at: Place }
  /** UserID, hex. */
  | { at: 'person'; user: string }
  /** Drop of the thread, hex. */
  | { at: 'post'; drop: string };

const PLACES = [
  'home',
  'friends',
  'notifications',
  'activities',
  'status',
  'settings',
  'welcome',
  'recover',
  'leave',
] as const;
export type Place = (typeof PLACES)[number];

const OF_ID = /^(person|post)\/([0-9a-f]{64})$/;

/** Reads the fragment of Home's address, with or without its `#`; what is no place of Home's is Home itself. */
export function readRoute(fragment: string): Route {
  const path = fragment.replace(/^#/, '');
  const [, kind, id] = OF_ID.exec(path) ?? [];
  if (kind === 'person' && id !== undefined) return { at: 'person', user: id };
  if (kind === 'post' && id !== undefined) return { at: 'post', drop: id };
  return { at: PLACES.find((one) => one === path) ?? 'home' };
}

/** The fragment that leads there, with its `#`. */
export function writeRoute(route: Route): string {
  if (route.at === 'person') return `#person/${route.user}`;
  if (route.at === 'post') return `#post/${route.drop}`;
  return `#${route.at}`;
}

/** The heading of each place, which is its title too. */
export const TITLES: Readonly<Record<Route['at'], string>> = {
  home: 'Home',
  friends: 'Friends',
  notifications: 'Notifications',
  activities: 'Activities',
  status: 'Status',
  settings: 'Settings',
  welcome: 'Welcome',
  recover: 'Recover',
  leave: 'Leave Peerwall',
  person: 'Wall',
  post: 'Post',
};

/** The title of Home's tab: how many notifications wait, and where the user is. */
export function titleOf(route: Route, unseen: number): string {
  const place = route.at === 'home' ? 'Peerwall' : `${TITLES[route.at]} · Peerwall`;
  return unseen === 0 ? place : `(${unseen}) ${place}`;
}

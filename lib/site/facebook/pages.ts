/** What a page of Facebook is, by its address alone. `nothing`: the overlay does nothing at all there. */
export const PAGE_KINDS = [
  'home',
  'permalink',
  'profile',
  'group',
  'notifications',
  'messages',
  'other',
  'nothing',
] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

const HOSTS = new Set(['www.facebook.com', 'web.facebook.com']);

/** First parts of paths where a person signs in, proves who they are, sets up the account or takes an archive. */
const NOTHING =
  /^\/(login|checkpoint|recover|two_step_verification|two_factor|settings|dyi|reg|r\.php|confirmemail|hacked|password|account_recovery|auth_platform|oauth|dialog|v\d+\.\d+|security|privacy|legal|policies|help|ads|adsmanager|business|payments|primary_location|your_information|download|logout|ajax|login\.php|logout\.php|confirmemail\.php|accountscenter|index\.php)(\/|\.php|_|$)/;

/** First parts of paths that are places of Facebook, never somebody's own address. */
const PLACES =
  /^\/(home\.php|permalink\.php|profile\.php|story\.php|photo\.php|photo|photos|media|watch|reel|reels|stories|share|sharer|friends|bookmarks|marketplace|events|search|hashtag|groups|messages|notifications|pages|people|gaming|saved|memories|feed|games|fundraisers|live|places|jobs|weather|find-friends|latest|me|l\.php|rsrc)(\/|$)/;

const POST = String.raw`(?:\d{1,25}|pfbid[A-Za-z0-9]{10,80})`;
const GROUP_POST = new RegExp(`^/groups/[^/]+/(?:posts|permalink)/${POST}/?$`);
const OWN_POST = new RegExp(`^/[A-Za-z0-9.]{2,50}/posts/(?:[^/]+/)?${POST}/?$`);
const VANITY =
  /^\/[A-Za-z0-9.]{2,50}(\/(posts|photos|photos_albums|photos_by|videos|reels|about|friends|groups|followers|following)[^/]*)?\/?$/;
const GROUP_LISTS = /^\/groups\/(feed|joins|discover|create|categories)?\/?$/;

/** What page an address is. Addresses that are none of www or web.facebook.com are `nothing`. */
export function kindOf(address: string): PageKind {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'https:' || !HOSTS.has(url.hostname)) return 'nothing';
  const { pathname, searchParams } = url;
  if (NOTHING.test(pathname)) return 'nothing';
  if (pathname === '/' || /^\/home\.php\/?$/.test(pathname)) return 'home';
  if (isPermalink(pathname, searchParams)) return 'permalink';
  if (/^\/groups\//.test(pathname) && !GROUP_LISTS.test(pathname)) return 'group';
  if (/^\/notifications\/?$/.test(pathname)) return 'notifications';
  if (/^\/messages(\/|$)/.test(pathname)) return 'messages';
  return isProfile(pathname, searchParams) ? 'profile' : 'other';
}

function isPermalink(pathname: string, search: URLSearchParams): boolean {
  if (/^\/permalink\.php$/.test(pathname)) return search.has('story_fbid') && search.has('id');
  return GROUP_POST.test(pathname) || OWN_POST.test(pathname) || /^\/share\/p\/[^/]+\/?$/.test(pathname);
}

function isProfile(pathname: string, search: URLSearchParams): boolean {
  if (/^\/profile\.php$/.test(pathname)) return /^\d+$/.test(search.get('id') ?? '');
  if (/^\/people\/[^/]+\/\d+(\/|$)/.test(pathname)) return true;
  return VANITY.test(pathname) && !PLACES.test(pathname);
}

/** The address of a profile, as far as it tells whose it is: two links with the same one are of one person. */
export function profileOf(address: string, base: string): string | null {
  const url = URL.parse(address, base);
  if (url === null || !HOSTS.has(url.hostname)) return null;
  if (!isProfile(url.pathname, url.searchParams)) return null;
  const id = /^\/profile\.php$/.test(url.pathname)
    ? url.searchParams.get('id')
    : /^\/people\/[^/]+\/(\d+)/.exec(url.pathname)?.[1];
  if (id) return id;
  // dots and case of a person's own address mean nothing
  return (url.pathname.split('/')[1] ?? '').replaceAll('.', '').toLowerCase();
}

/** Whom Facebook believes to be looking, and which of its variants he is served. */
export interface Visitor {
  readonly name: string;
  readonly cohort: 'A' | 'B' | 'C';
  readonly theme: 'light' | 'dark';
  readonly lang: 'en' | 'vi' | 'de' | 'ar';
  /** Delay of data answers in milliseconds. */
  readonly slow: number;
  /** Whether a small dialog comes before the composer. */
  readonly modal: boolean;
  /** How the page has changed beyond what anybody knows: attributes renamed, or the column there and empty. */
  readonly broken: 'renamed' | 'empty' | '';
  readonly coep: boolean;
}

const BROKEN: Readonly<Record<string, Visitor['broken']>> = { '1': 'renamed', '2': 'empty' };
const STICKY = ['me', 'cohort', 'theme', 'lang', 'slow', 'modal'] as const;

/**
 * Reads the visitor from a request: the query wins over the cookie, the cookie over the defaults.
 * @param name shown when neither says who is looking
 */
export function visitorOf(url: URL, cookieHeader: string | undefined, name: string): Visitor {
  const cookies = parseCookies(cookieHeader ?? '');
  const value = (key: string): string => url.searchParams.get(key) ?? cookies.get(`replica_${key}`) ?? '';
  return {
    name: value('me') || name,
    cohort: oneOf(value('cohort'), ['A', 'B', 'C'], 'B'),
    theme: oneOf(value('theme'), ['light', 'dark'], 'light'),
    lang: oneOf(value('lang'), ['en', 'vi', 'de', 'ar'], 'en'),
    slow: Math.min(30_000, Math.max(0, Number(value('slow')) || 0)),
    modal: value('modal') === '1',
    broken: BROKEN[url.searchParams.get('broken') ?? ''] ?? '',
    coep: url.searchParams.get('coep') === 'require-corp',
  };
}

/** `Set-Cookie` values that make this request's switches stay. */
export function stickyCookies(url: URL): string[] {
  return STICKY.flatMap((key) => {
    const value = url.searchParams.get(key);
    return value === null
      ? []
      : [`replica_${key}=${encodeURIComponent(value)}; Path=/; Secure; SameSite=Lax`];
  });
}

function parseCookies(header: string): Map<string, string> {
  return new Map(
    header.split(';').flatMap((part): [string, string][] => {
      const [key, value] = part.trim().split('=', 2);
      return key && value !== undefined ? [[key, decode(value)]] : [];
    }),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function oneOf<T extends string>(value: string, all: readonly T[], otherwise: T): T {
  return all.find((one) => one === value) ?? otherwise;
}

/** Origins of Facebook's pages we sit on. */
export const FACEBOOK: readonly string[] = ['https://www.facebook.com', 'https://web.facebook.com'];

/** All their addresses, as patterns of the browser. */
export const FACEBOOK_PAGES: string[] = FACEBOOK.map((origin) => `${origin}/*`);

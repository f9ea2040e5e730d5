/** Origins of Facebook's pages we sit on. */
export const FACEBOOK: readonly string[] = ['https://www.facebook.com', 'https://web.facebook.com'];

/**
 * What the server told this document.
 * @type {{name: string, cohort: 'A'|'B'|'C', theme: 'light'|'dark', lang: 'en'|'vi'|'de'|'ar', modal: boolean,
 *   broken: ''|'renamed'|'empty', seed: string, mount: string, me: {name: string, vanity: string, face: number}}}
 */
export const boot = JSON.parse(document.getElementById('boot')?.textContent ?? '{}');

/** The viewer's first name, as in "What's on your mind, ...?". */
export const firstName = boot.me.name.split(' ')[0];

/** Names of people (wire 6): what is a name, and when two are the same. */

/** Why a text is not a name. */
export type NameFault = 'length' | 'characters' | 'letters' | 'scripts';

const WRITTEN = /^[\p{L}\p{M}\p{Nd} '.-]*$/u;
// Controls, formats, line ends; and zero-width and filler characters that count as letters or marks all the same.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
// Heaps of marks hide the neighbours (UTS 39, 5.4), marks without a letter sit on somebody else's.
const STRAY_MARKS = /(?:^|[^\p{L}\p{M}\p{Nd}])\p{M}|\p{M}{5}/u;
const OF_ANY_SCRIPT = /^[0-9 '.\-\p{Script_Extensions=Inherited}]$/u;

// Scripts in today's use: UAX 31, tables 5 and 7.
const SCRIPTS =
  `Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han
  Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai
  Tibetan Adlam Balinese Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Hanifi_Rohingya Javanese Kayah_Li
  Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao New_Tai_Lue Newa Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Saurashtra
  Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi`.split(/\s+/);
// Latin goes with these (UTS 39, "highly restrictive").
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];
const ALPHABETS = [...SCRIPTS.map((script) => [script]), ...TOGETHER].map(
  (scripts) => new RegExp(`^[${scripts.map((one) => `\\p{Script_Extensions=${one}}`).join('')}]+$`, 'u'),
);

/** A name as it is shown and counted: NFKC, runs of white space as one blank, trimmed. */
export function tidyName(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

/** What names are compared and found by: the tidy name in lower case, the same in every locale. */
export function foldName(text: string): string {
  return tidyName(text).toLowerCase();
}

/** What keeps a text from being a name; null where it is one. */
export function nameFault(text: string): NameFault | null {
  if (!text.isWellFormed()) return 'characters';
  const written = text.normalize('NFKC').trim();
  if (!WRITTEN.test(written) || INVISIBLE.test(text) || INVISIBLE.test(written)) return 'characters';
  const name = tidyName(text);
  const characters = [...name];
  if (characters.length < 2 || characters.length > 64) return 'length';
  if (STRAY_MARKS.test(name)) return 'characters';
  if (!/\p{L}/u.test(name)) return 'letters';
  const own = characters.filter((one) => !OF_ANY_SCRIPT.test(one)).join('');
  return ALPHABETS.some((alphabet) => alphabet.test(own)) ? null : 'scripts';
}

// Section 6: names.
const SCRIPTS =
  'Adlam Arabic Armenian Balinese Bamum Batak Bengali Bopomofo Buginese Buhid Canadian_Aboriginal Chakma Cham Cherokee Coptic Cyrillic Deseret Devanagari Ethiopic Georgian Gothic Greek Gujarati Gurmukhi Hangul Hanunoo Hebrew Hiragana Javanese Kannada Katakana Kayah_Li Khmer Lao Lepcha Limbu Lisu Malayalam Mandaic Meetei_Mayek Mongolian Myanmar New_Tai_Lue Nko Ol_Chiki Oriya Osage Osmanya Runic Samaritan Saurashtra Shavian Sinhala Sundanese Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tamil Telugu Thaana Thai Tibetan Tifinagh Vai Wancho Yi'.split(
    ' ',
  );

/** Letters that may stand together: one script, or Latin with one of three companies. */
const COMPANIES = [
  ...SCRIPTS.map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map(
  (scripts) =>
    new RegExp(`^[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]*$`, 'u'),
);

const ALLOWED = /^[\p{L}\p{M}\p{Nd} '.-]*$/u;

/** What is wrong with a name; null for a good one. */
export function nameFault(name: string): string | null {
  const normal = name.normalize('NFKC');
  const characters = [...normal];
  if (characters.length < 2 || characters.length > 64) return 'length';
  if (!ALLOWED.test(normal)) return 'characters';
  const letters = characters.filter((one) => /\p{L}/u.test(one)).join('');
  if (letters === '') return 'no letter';
  return COMPANIES.some((company) => company.test(letters)) ? null : 'scripts';
}

/** The form in which names are compared. */
export const foldName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

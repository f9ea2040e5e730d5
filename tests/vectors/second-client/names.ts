// Section 6: names.
const RECOMMENDED =
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan';
const LIMITED =
  'Adlam Balinese Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Hanifi_Rohingya Javanese Kayah_Li Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao New_Tai_Lue Newa Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Saurashtra Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi';

/** Scripts that may stand together in a name: one (UAX 31, tables 5 and 7), or Latin with one of three companies. */
const COMPANIES = [
  ...`${RECOMMENDED} ${LIMITED}`.split(' ').map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map((scripts) => {
  const classes = scripts.map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[\\p{Script_Extensions=Inherited}0-9 '.\\-${classes.join('')}]*$`, 'u');
});

const ALLOWED = /^[\p{L}\p{M}\p{Nd} '.-]*$/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\u2028\u2029]/u;
const STRAY_MARK = /(?<![\p{L}\p{M}\p{Nd}])\p{M}|\p{M}{5}/u;

const normalOf = (name: string): string => name.normalize('NFKC').replace(/\s+/gu, ' ').trim();

/** What is wrong with a name; null for a good one. */
export function nameFault(name: string): string | null {
  const normal = normalOf(name);
  const { length } = [...normal];
  if (length < 2 || length > 64) return 'length';
  if (INVISIBLE.test(name) || INVISIBLE.test(normal) || !ALLOWED.test(normal)) return 'characters';
  if (STRAY_MARK.test(normal)) return 'marks';
  if (!/\p{L}/u.test(normal)) return 'no letter';
  return COMPANIES.some((company) => company.test(normal)) ? null : 'scripts';
}

/** The form in which names are compared. */
export const foldName = (name: string): string => normalOf(name).toLowerCase();

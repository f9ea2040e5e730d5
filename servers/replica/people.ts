/** A person invented for the replica. */
export interface Person {
  readonly name: string;
  readonly vanity: string;
  /** Number of the drawn face. */
  readonly face: number;
}

const NAMES =
  'Ann Friend|Minh Example|Cy Friend|Dora Sample|Emil Probe|Farah Example|Gia Mẫu|Hedda Muster|Ivo Sample|Jun Example|Kaia Friend|Lio Sample|Mona Probe|Nam Ví Dụ|Ola Example|Pia Muster|Quinn Sample|Rami Friend|Sanne Probe|Tarek Example';

/** Everybody who writes in the replica's feed. */
export const PEOPLE: readonly Person[] = NAMES.split('|').map((name, i) => person(name, i + 1));

/** The person with a name: face and address follow from it. */
export function person(name: string, face = 100 + name.length * 7 + (name.codePointAt(0) ?? 0)): Person {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .trim()
    .replace(/ +/g, '.');
  return { name, vanity: plain.length < 2 ? 'me.vanity' : plain, face };
}

import type * as v from 'valibot';
import { Ad, AdBody, Hint } from './ad.ts';
import { CATALOGUE } from './catalogue.ts';
import type { Command } from './command.ts';
import {
  Card,
  DeviceCertificate,
  Epoch,
  LetterKey,
  Listing,
  LogProof,
  LogRoot,
  MailboxAddress,
  SignedCard,
  Word,
} from './identity.ts';
import {
  Credential,
  Entry,
  Gone,
  Known,
  Opening,
  OwnersRecord,
  SignedRecord,
  Standing,
  StoredEntry,
} from './item.ts';

/** Shapes that have a name of their own in the specification. */
const NAMED: Record<string, v.GenericSchema> = {
  Ad,
  AdBody,
  Card,
  Credential,
  DeviceCertificate,
  Entry,
  Epoch,
  Gone,
  Hint,
  Known,
  LetterKey,
  Listing,
  LogProof,
  LogRoot,
  MailboxAddress,
  Opening,
  OwnersRecord,
  SignedCard,
  SignedRecord,
  Standing,
  StoredEntry,
  Word,
};

interface Described {
  type: string;
  wrapped?: Described;
  item?: Described;
  entries?: Record<string, Described>;
  options?: readonly string[];
  pipe?: readonly { type: string; requirement?: unknown; metadata?: { wire?: string } }[];
}

/** The tables of lib/protocol/README.md: every named shape and every command, from their one definition. Markdown. */
export function document(): string {
  const shapes = Object.entries(NAMED).map(
    ([name, shape]) => `**${name}**: ${map(shape as unknown as Described)}`,
  );
  const servers = Object.entries(CATALOGUE).map(
    ([to, commands]) => `### Commands of the ${to} server\n\n${inOrder(commands).map(section).join('\n\n')}`,
  );
  return `### Shapes\n\n${shapes.join('\n\n')}\n\n${servers.join('\n\n')}`;
}

// A module's exports have no order of their own everywhere; names have.
function inOrder(commands: readonly Command[]): Command[] {
  return commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function section(command: Command): string {
  const args = map(command.args as unknown as Described);
  const result = name(command.result as unknown as Described);
  const errors =
    command.errors.length > 0 ? command.errors.map((code) => `\`${code}\``).join(' ') : 'none of its own';
  const from = command.from === 'servers' ? ' (servers only)' : '';
  return `#### \`${command.name}\`${from}\n\n${command.says}\n\n- arguments: ${args}\n- result: ${result}\n- errors: ${errors}`;
}

function map(shape: Described): string {
  const members = Object.entries(shape.entries ?? {}).map(
    ([key, member]) => `\`${key}\`${member.type === 'optional' ? '?' : ''} ${name(member)}`,
  );
  return members.length > 0 ? `{ ${members.join(', ')} }` : 'the empty map';
}

function name(shape: Described): string {
  const known = Object.entries(NAMED).find(([, one]) => (one as unknown) === shape);
  if (known) return known[0];
  const wire = shape.pipe?.findLast((step) => step.metadata?.wire)?.metadata?.wire;
  if (wire) return wire;
  if (shape.wrapped)
    return shape.type === 'nullable' ? `${name(shape.wrapped)} or null` : name(shape.wrapped);
  if (shape.item) return `array${limits(shape)} of ${name(shape.item)}`;
  if (shape.options) return shape.options.map((option) => `"${option}"`).join('\\|');
  if (shape.entries) return map(shape);
  return shape.type;
}

function limits(shape: Described): string {
  const at = (type: string) => shape.pipe?.find((step) => step.type === type)?.requirement;
  const least = at('min_length');
  const most = at('max_length');
  if (most === undefined) return '';
  return `(${least ?? 0}..${most})`;
}

import type * as v from 'valibot';

interface Described {
  type: string;
  wrapped?: Described;
  item?: Described;
  entries?: Record<string, Described>;
  options?: readonly unknown[];
  literal?: unknown;
  pipe?: readonly { type: string; requirement?: unknown; metadata?: { wire?: string } }[];
}

/** The smallest value of a shape of the wire: zeros, empty text, no optional member. */
export function sampleOf(shape: v.GenericSchema): object {
  return Object(sample(shape as unknown as Described));
}

function sample(shape: Described): unknown {
  const wire = shape.pipe?.findLast((step) => step.metadata?.wire)?.metadata?.wire ?? '';
  const exact = /^bytes\((\d+)\)$/.exec(wire)?.[1];
  if (exact !== undefined) return new Uint8Array(Number(exact));
  if (wire.startsWith('bytes')) return new Uint8Array(0);
  if (wire.startsWith('uint')) return 0;
  switch (shape.type) {
    case 'strict_object':
      return Object.fromEntries(
        Object.entries(shape.entries ?? {})
          .filter(([, member]) => !member.type.includes('optional'))
          .map(([name, member]) => [name, sample(member)]),
      );
    case 'array':
      return Array.from({ length: least(shape) }, () => shape.item && sample(shape.item));
    case 'string':
      return '';
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'nullable':
      return null;
    case 'picklist':
      return shape.options?.[0];
    case 'literal':
      return shape.literal;
    default:
      throw new Error(`no sample of ${shape.type}`);
  }
}

function least(shape: Described): number {
  const found = shape.pipe?.find(({ type }) => type === 'min_length')?.requirement;
  return typeof found === 'number' ? found : 0;
}

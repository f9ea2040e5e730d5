import * as v from 'valibot';

/** Where the ID server takes its operator's words: a subject of the STORE account, which nobody else can reach. */
export const ADMIN_SUBJECT = 'st.idadmin';

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What the operator can ask for. A user is named by name or by UserID in hexadecimal. */
export const AdminWord = v.variant('do', [
  v.strictObject({ do: v.literal('reports') }),
  v.strictObject({ do: v.literal('show'), number }),
  v.strictObject({ do: v.literal('uphold'), number }),
  v.strictObject({ do: v.literal('dismiss'), number }),
  v.strictObject({ do: v.literal('ban'), user: v.string() }),
  v.strictObject({ do: v.literal('unban'), user: v.string() }),
]);
export type AdminWord = v.InferOutput<typeof AdminWord>;

/** The answer: lines for people, or why it was not done. */
export const AdminAnswer = v.union([
  v.strictObject({ lines: v.array(v.string()) }),
  v.strictObject({ refused: v.string() }),
]);
export type AdminAnswer = v.InferOutput<typeof AdminAnswer>;

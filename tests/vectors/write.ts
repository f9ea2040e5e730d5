// Writes the vectors anew: node tests/vectors/write.ts. A difference in git is a change of the wire.
import { writeFileSync } from 'node:fs';
import { credentialVectors } from './make-credential.ts';
import { envelopeVectors } from './make-envelope.ts';
import { rootVectors } from './make-root.ts';

const VECTORS = { envelope: envelopeVectors, credential: credentialVectors, root: rootVectors };

for (const [name, make] of Object.entries(VECTORS)) {
  const file = new URL(`./${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(await make(), null, 1)}\n`);
}

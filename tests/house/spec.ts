import { readFileSync, writeFileSync } from 'node:fs';
import { document } from '../../lib/protocol/document.ts';
import { BEGIN, END } from './rules/documents.ts';

const file = new URL('../../lib/protocol/README.md', import.meta.url);
const [before, after] = readFileSync(file, 'utf8').split(new RegExp(`(?<=${BEGIN})[^]*(?=${END})`));
if (after === undefined) throw new Error(`lib/protocol/README.md lacks the markers ${BEGIN} and ${END}`);
writeFileSync(file, `${before}\n${document()}\n${after}`);

/**
 * Run by `fullDisk.test.ts` in a process of its own: builds the store of ten concepts in a data folder, then one of many
 * with the same id, and tells how that ended and what the old store says afterwards.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { openConceptStore } from '../../../src/core/conceptStore/openConceptStore.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { createSource, tenConcepts } from './tenConcepts.ts';

const [dataFolder = '', count = ''] = process.argv.slice(2);
const encoder = createFakeEncoder();
const small = await ensureConceptStore(createSource(), { dataFolder, encoder });
small.close();
const many = Array.from({ length: Number(count) }, (_, i) => ({
  curie: `MESH:C${i}`,
  preferredName: `disease of kind ${i}`,
  semanticTypes: [],
  synonyms: [],
}));
const ended = await ensureConceptStore(createSource([...tenConcepts, ...many]), { dataFolder, encoder }).then(
  (store) => {
    store.close();
    return { name: 'built', message: '' };
  },
  (error: unknown) => ({
    name: error instanceof Error ? error.name : typeof error,
    message: error instanceof Error ? error.message : String(error),
  }),
);
const old = await openConceptStore(small.folder, encoder.fingerprint);
const { conceptCount } = old.manifest;
old.close();
const entries = readdirSync(join(dataFolder, 'vocabularies'));
process.stdout.write(JSON.stringify({ ...ended, conceptCount, entries }));

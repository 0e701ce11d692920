/** Run by `ensureConceptStore.test.ts` in a process of its own: builds the store and says how much it encoded. */
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { createSource } from './tenConcepts.ts';

const encoder = createFakeEncoder({ beforeAnswer: () => new Promise((resolve) => setTimeout(resolve, 300)) });
const store = await ensureConceptStore(createSource(), { dataFolder: process.argv[2] ?? '', encoder });
process.stdout.write(JSON.stringify({ requests: encoder.requests.length, names: store.manifest.nameCount }));
store.close();

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConceptTable } from '../scripts/conceptTable.ts';
import { projectFolder } from '../scripts/projectFolder.ts';
import { spelledOutNames } from '../scripts/vocabularyChecks.ts';
import { measureContext } from './context/measureContext.ts';
import { measureAnnotate } from './measureAnnotate.ts';
import { measureEncoding } from './measureEncoding.ts';
import { measureHovers } from './measureHovers.ts';
import { measureLinking } from './measureLinking.ts';
import { measureRrf } from './measureRrf.ts';
import { measureSearch } from './measureSearch.ts';
import { measureStart } from './measureStart.ts';
import { measureMentions } from './mentions/measureMentions.ts';
import { sampleNote } from './notes.ts';
import { measureSapbert } from './sapbert/measureSapbert.ts';
import { measureSteps } from './sapbert/measureSteps.ts';
import { startServer } from './serverClient.ts';
import { describeMachine, formatSection, type Section } from './tables.ts';

// Measures the built TermLens and prints Markdown tables: `npm run bench [-- --smoke] [-- --only start,hover]`.
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: {
      type: 'string',
      default: 'start,hover,encoding,search,linking,annotate,context,mentions,rrf,sapbert,steps',
    },
    /** Another folder with `dist/`, `models/` and `vocabularies/`, to compare two builds. */
    install: { type: 'string', default: projectFolder },
    /** For `sapbert`: SapBERT's folder, or one that bench/makeBertBase.py made. */
    model: { type: 'string' },
    /** For `sapbert`: how many names are encoded. */
    names: { type: 'string', default: '10000' },
    /** For `context`: lists its errors, of the `development` half or of `all`. */
    errors: { type: 'string' },
  },
});
const { smoke, install: installFolder } = values;
const machine = describeMachine();
const names = readConceptTable(join(installFolder, 'vocabularies/starter')).rows.flatMap(({ concept }) =>
  spelledOutNames(concept),
);
const dataFolder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
const server = { installFolder, dataFolder };

const measures: Record<string, () => Promise<Section | Section[]> | Section[]> = {
  start: () => measureStart(server, smoke),
  hover: () => measureHovers(server, smoke),
  encoding: () => measureEncoding(installFolder, names, smoke),
  search: () => measureSearch(names.length, smoke),
  linking: () => measureLinking(installFolder, smoke),
  annotate: () => measureAnnotate(server, smoke),
  context: () => measureContext({ smoke, errors: values.errors }),
  mentions: () => measureMentions(installFolder, smoke),
  rrf: () => measureRrf(names, smoke),
  steps: () => measureSteps({ modelFolder: values.model, nameCount: smoke ? 256 : 1024, smoke }),
  sapbert: () => measureSapbert({ modelFolder: values.model, nameCount: Number(values.names), smoke }),
};
/** Those that speak to the server, whose store is built before anything is timed. */
const servedMeasures = ['start', 'hover', 'annotate'];

try {
  const chosen = values.only.split(',');
  if (chosen.some((name) => servedMeasures.includes(name))) {
    await buildStore();
  }
  for (const name of chosen) {
    const sections = await (measures[name] ?? unknownMeasure(name))();
    for (const section of [sections].flat()) {
      process.stdout.write(`${formatSection(section, machine)}\n`);
    }
  }
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}

async function buildStore(): Promise<void> {
  const client = await startServer(server);
  await client.open(sampleNote);
  await client.hover({ line: 0, character: 0 });
  await client.stop();
}

function unknownMeasure(name: string): never {
  throw new Error(`--only: "${name}" is none of ${Object.keys(measures).join(', ')}.`);
}

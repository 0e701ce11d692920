import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConceptTable } from '../scripts/conceptTable.ts';
import { projectFolder } from '../scripts/projectFolder.ts';
import { spelledOutNames } from '../scripts/vocabularyChecks.ts';
import { readAciBenchNotes, sampleNote } from './notes.ts';
import { startServer } from './serverClient.ts';
import { createRandom, writeNote } from './soak/noteWriter.ts';
import { createReader } from './soak/reader.ts';
import { readNotes, type Totals } from './soak/readNotes.ts';
import { describeMachine, percentile } from './tables.ts';

/*
 * A day of hovering, compressed in time: `node bench/soak.ts [--requests 1000000]` against the built server. Prints
 * a line every 50,000 requests: how quickly they were answered, what failed, and the memory it takes.
 */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    install: { type: 'string', default: projectFolder },
    /** Requests that wait for an answer at any time. */
    'in-flight': { type: 'string', default: '4' },
    /** Share of the hovers over text that was never seen, for which the encoder runs. */
    'new-share': { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
  },
});
const requests = Number(values.requests);
const inFlight = Number(values['in-flight']);
const newShare = Number(values['new-share']);
const blockSize = Math.min(50_000, Math.ceil(requests / 4));
const linesPerNote = 60;
/** Hovers over new text, each with several phrases: more than the caches of mentions and vectors hold. */
const warmUpHovers = Math.min(6_000, requests);

const random = createRandom(Number(values.seed));
const notes = readAciBenchNotes();
const source = {
  names: readConceptTable(join(values.install, 'vocabularies/starter')).rows.flatMap(({ concept }) =>
    spelledOutNames(concept),
  ),
  words: [...new Set((notes ?? [sampleNote]).join(' ').match(/\p{L}{4,}/gu))],
};
const dataFolder = await mkdtemp(join(tmpdir(), 'termlens-soak-'));
if (!existsSync(join(values.install, 'dist/server.js'))) {
  throw new Error(`${values.install} has no dist/server.js: run "npm run build" first.`);
}
const server = await startServer({ installFolder: values.install, dataFolder });
try {
  print(
    `${describeMachine()}. ${requests} hovers, ${newShare * 100} % of them over new text, ${inFlight} at a time.`,
  );
  print(
    notes ? '' : 'SKIPPED: words of real notes, since ../shared/data/aci-bench is not on this machine.\n',
  );
  await read(warmUpHovers, 1);
  const rows: Totals[] = [await read(blockSize, newShare)];
  print(
    formatRow('what', [
      'hovers/s',
      'median ms',
      'p95 ms',
      'failed',
      'changed',
      'answered %',
      'server MB',
      'encoder MB',
      'growth %',
    ]),
  );
  print(
    formatRow(
      '---',
      Array.from({ length: 9 }, () => '---'),
    ),
  );
  printRow('warm-up', rows);
  for (let done = 0; done < requests; done += blockSize) {
    rows.push(await read(Math.min(blockSize, requests - done), newShare));
    printRow(Math.min(done + blockSize, requests).toLocaleString('en'), rows);
  }
  const failed = rows.reduce((sum, row) => sum + row.failed + row.changed, 0);
  const growth = growthOf(rows);
  print(`\nTargets: no failed request: ${failed}. Memory grows by no more than 5 %: ${growth.toFixed(1)} %.`);
  process.exitCode = failed === 0 && growth <= 5 ? 0 : 1;
} finally {
  await server.stop();
  await rm(dataFolder, { recursive: true, force: true });
}

function read(hovers: number, share: number): Promise<Totals> {
  const next = createReader({
    newShare: share,
    writeNote: () => writeNote(source, linesPerNote, random),
    random,
  });
  return readNotes(server, { next, hovers, inFlight, folder: dataFolder });
}

function megabytes({ memory }: Totals, of: (sample: { server: number; encoder: number }) => number): number {
  return percentile(memory.map(of), 0.5);
}

/** Server and encoder together in the last block against those in the first, in percent. */
function growthOf(rows: readonly Totals[]): number {
  const [first, last] = [rows[0], rows.at(-1)].map((row) =>
    row ? megabytes(row, ({ server: ofServer, encoder }) => ofServer + encoder) : NaN,
  );
  return ((last ?? NaN) / (first ?? NaN) - 1) * 100;
}

function printRow(what: string, rows: readonly Totals[]): void {
  const row = rows.at(-1);
  if (row) {
    print(
      formatRow(what, [
        (row.hovers / row.seconds).toFixed(0),
        percentile(row.times, 0.5).toFixed(2),
        percentile(row.times, 0.95).toFixed(1),
        String(row.failed),
        String(row.changed),
        ((row.answered / row.hovers) * 100).toFixed(1),
        megabytes(row, (sample) => sample.server).toFixed(0),
        megabytes(row, (sample) => sample.encoder).toFixed(0),
        growthOf(rows).toFixed(1),
      ]),
    );
  }
}

function formatRow(what: string, cells: readonly string[]): string {
  return `| ${[what, ...cells].join(' | ')} |`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

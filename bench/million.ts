import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { projectFolder } from '../scripts/projectFolder.ts';
import {
  vocabularyProgressLineSchema,
  type VocabularyProgressLine,
} from '../src/core/vocabulary/vocabularyProgress.ts';
import { statusRequest } from '../src/protocol/messages.ts';
import { watchPeakMemory } from './scale/peakMemory.ts';
import { readRealNames } from './scale/realNames.ts';
import { recombineNames } from './scale/syntheticNames.ts';
import { writeVocabulary } from './scale/writeVocabulary.ts';
import { startServer } from './serverClient.ts';
import { describeMachine, formatSection, type Measurement } from './tables.ts';

/*
 * A vocabulary of a million names, from its file to its answers: `node bench/million.ts`. With --folder what is there
 * from an earlier run is used, and stays.
 */
const { values } = parseArgs({
  options: {
    names: { type: 'string', default: '1000000' },
    queries: { type: 'string', default: '300' },
    folder: { type: 'string' },
    install: { type: 'string', default: projectFolder },
  },
});
const install = resolve(values.install);
const nameCount = Number(values.names);
const realNames = await readRealNames();
if (!realNames) {
  process.stdout.write(
    'Skipped: the vocabularies that the names are made of (../shared/data) are not here.\n',
  );
} else {
  const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'termlens-million-')));
  try {
    await mkdir(folder, { recursive: true });
    const table = join(folder, 'names.tsv');
    if (!existsSync(table)) {
      await writeVocabulary(table, recombineNames(realNames, nameCount, 1));
    }
    const load = loadavg()[0] ?? 0;
    const dataFolder = join(folder, 'home');
    const measurements = [
      ...(await build(table, dataFolder)),
      ...(await search(join(dataFolder, 'vocabularies', 'synthetic'))),
      ...(await measureServer(dataFolder, join(folder, 'without'))),
    ];
    const title = `A vocabulary of ${nameCount.toLocaleString('en-US')} names`;
    const notes = `The first words of one real name and the last of another; load average ${load.toFixed(1)} at the beginning.`;
    process.stdout.write(`${formatSection({ title, notes, measurements }, describeMachine())}\n`);
  } finally {
    if (values.folder === undefined) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function row(what: string, unit: string, measured: readonly number[], target?: string): Measurement {
  return { what, unit, values: measured, ...(target !== undefined && { target }) };
}

/** Nothing where the store is there already. */
async function build(table: string, dataFolder: string): Promise<readonly Measurement[]> {
  if (existsSync(join(dataFolder, 'vocabularies', 'synthetic'))) {
    return [];
  }
  const arguments_ = ['vocabulary', 'add', table, '--id', 'synthetic', '--progress', 'json', '--json'];
  const start = performance.now();
  const child = spawn(process.execPath, [join(install, 'dist/cli.js'), ...arguments_], {
    env: { ...process.env, TERMLENS_HOME: dataFolder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const memory = watchPeakMemory(child.pid ?? 0);
  const phases = new Map<string, { begun: number; ended: number }>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    const progress = readLine(line);
    if (progress && 'done' in progress) {
      const ended = (performance.now() - start) / 1000;
      phases.set(progress.phase, { begun: phases.get(progress.phase)?.begun ?? ended, ended });
    } else {
      process.stderr.write(`${line}\n`);
    }
  });
  const [status] = (await once(child, 'exit')) as [number | null];
  const peak = memory.stop();
  if (status !== 0) {
    throw new Error('The vocabulary was not added.');
  }
  return [
    ...[...phases].map(([phase, { begun, ended }]) => row(phase, 's', [ended - begun])),
    row('from its file to its store', 's', [(performance.now() - start) / 1000]),
    row('memory of all processes, at most', 'MB', [peak], '≤ 2,000'),
    row('files', 'MB', [(await sizeOf(join(dataFolder, 'vocabularies', 'synthetic'))) / 1e6]),
  ];
}

function readLine(line: string): VocabularyProgressLine | undefined {
  return line.startsWith('{') ? vocabularyProgressLineSchema.parse(JSON.parse(line)) : undefined;
}

async function sizeOf(folder: string): Promise<number> {
  const files = ['concepts.sqlite', ...['rows.f32', 'index.usearch'].map((name) => `vectors/${name}`)];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function search(store: string): Promise<readonly Measurement[]> {
  const script = join(import.meta.dirname, 'scale/measureStore.ts');
  const measure = async (queries: string): Promise<Searched> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', script, store, join(install, 'models/starter'), queries],
      { maxBuffer: 2 ** 26 },
    );
    return JSON.parse(stdout) as Searched;
  };
  const { openMs, openMegabytes, times, recalls } = await measure(values.queries);
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  return [
    row('opening the store', 'ms', [openMs], '≤ 300'),
    row('memory that the open store takes', 'MB', [openMegabytes]),
    row('ten nearest of one query', 'ms', times, '3 / 10'),
    { ...row('recall@10, mean', '%', [100 * mean], '≥ 98'), smallIsGood: false },
  ];
}

interface Searched {
  readonly openMs: number;
  readonly openMegabytes: number;
  readonly times: readonly number[];
  readonly recalls: readonly number[];
}

/** With the vocabulary and without: once it is open, and after hovers, for which parts of the graph come from the disk. */
async function measureServer(dataFolder: string, without: string): Promise<readonly Measurement[]> {
  const [small, large] = [await residentMegabytes(without), await residentMegabytes(dataFolder)];
  return [
    row('idle server, without it', 'MB', [small.idle]),
    row('idle server, with it', 'MB', [large.idle]),
    row('which is more by', 'MB', [large.idle - small.idle], '≤ 250'),
    row('the same after hovers', 'MB', [large.used - small.used]),
  ];
}

async function residentMegabytes(dataFolder: string): Promise<{ idle: number; used: number }> {
  const server = await startServer({ installFolder: install, dataFolder });
  const now = async (): Promise<number> => (await server.memory())?.server ?? Number.NaN;
  const words = ['seizure', 'big head', 'renal failure', 'no fever or chills', 'swollen ankles'];
  try {
    // Which has it load what the first hover needs.
    await server.open(`${words.join('\n')}\n`);
    while ((await server.connection.sendRequest(statusRequest)).state === 'starting') {
      await setTimeout(100);
    }
    const idle = await now();
    for (const line of words.keys()) {
      await server.hover({ line, character: 1 });
    }
    return { idle, used: await now() };
  } finally {
    await server.stop();
  }
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceFile } from '../src/core/vocabulary/importers/importer.ts';
import { rrfImporter } from '../src/core/vocabulary/importers/umls/rrfImporter.ts';
import type { Section } from './tables.ts';

const namesPerConcept = 3;
/** Of ten rows the UMLS has some seven in English. */
const languages = ['ENG', 'ENG', 'ENG', 'ENG', 'ENG', 'ENG', 'ENG', 'SPA', 'FRE', 'JPN'];
const termTypes = ['MTH|PN', 'MSH|MH', 'SNOMEDCT_US|PT', 'NCI|SY', 'NCI|AB', 'CHV|SY', 'LNC|LN', 'HPO|PT'];
const suppressions = ['N', 'N', 'N', 'N', 'N', 'N', 'N', 'N', 'N', 'N', 'O', 'Y'];

/** How fast a file of MRCONSO's shape is read, alone and with its semantic types, and what memory that takes. */
export async function measureRrf(names: readonly string[], smoke: boolean): Promise<Section> {
  const rowCount = smoke ? 20_000 : 3_000_000;
  const folder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
  try {
    const words = [...new Set(names.flatMap((name) => name.split(' ')))];
    const atoms = await writeTable(join(folder, 'MRCONSO.RRF'), generateAtoms(words, rowCount));
    const types = await writeTable(join(folder, 'MRSTY.RRF'), generateTypes(rowCount / namesPerConcept));
    const alone = await readRelease([atoms], rowCount);
    const joined = await readRelease([atoms, types], rowCount);
    const target = '≥ 300,000';
    return {
      title: '11 Reading the UMLS',
      notes:
        `${rowCount} rows of MRCONSO’s shape, ${namesPerConcept} a concept, names made of the words of the bundled ` +
        'vocabulary; rows of MRCONSO a second. Memory is that of the whole process (RSS), at most.',
      measurements: [
        { what: 'names', unit: 'rows/s', values: [alone.rate], smallIsGood: false, target },
        { what: 'names', unit: 'MB', values: [alone.memoryMb] },
        {
          what: 'names and semantic types',
          unit: 'rows/s',
          values: [joined.rate],
          smallIsGood: false,
          target,
        },
        { what: 'names and semantic types', unit: 'MB', values: [joined.memoryMb] },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readRelease(
  files: readonly SourceFile[],
  rowCount: number,
): Promise<{ rate: number; memoryMb: number }> {
  let most = process.memoryUsage.rss();
  let conceptCount = 0;
  const start = performance.now();
  for await (const record of rrfImporter.read(files, {})) {
    if (record.kind === 'concept' && conceptCount++ % 10_000 === 0) {
      most = Math.max(most, process.memoryUsage.rss());
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { rate: rowCount / seconds, memoryMb: most / 2 ** 20 };
}

async function writeTable(path: string, rows: Iterable<string>): Promise<SourceFile> {
  await pipeline(Readable.from(inChunks(rows)), createWriteStream(path));
  return { path, read: () => createReadStream(path) };
}

/** A stream's step costs more than a row. */
function* inChunks(rows: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += row;
    if (chunk.length > 100_000) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

/** UMLS Reference Manual, chapter 3, table 1; every third name is the concept's first one in capitals. */
function* generateAtoms(words: readonly string[], rowCount: number): Generator<string> {
  const random = createRandom();
  const pick = (list: readonly string[]): string => list[random(list.length)] ?? '';
  let name = '';
  for (let i = 0; i < rowCount; i += 1) {
    const place = i % namesPerConcept;
    name =
      place === 2 ? name.toUpperCase() : Array.from({ length: 1 + random(5) }, () => pick(words)).join(' ');
    const id = String(i).padStart(8, '0');
    yield (
      `${cuiOf(Math.floor(i / namesPerConcept))}|${pick(languages)}|${place === 0 ? 'P' : 'S'}|L${id}|` +
      `${place < 2 ? 'PF' : 'VC'}|S${id}|${place < 2 ? 'Y' : 'N'}|A${id}||M${id}|D${id}|${pick(termTypes)}|` +
      `D${id}|${name}|0|${pick(suppressions)}|256|\n`
    );
  }
}

function* generateTypes(conceptCount: number): Generator<string> {
  for (let i = 0; i < conceptCount; i += 1) {
    yield `${cuiOf(i)}|T047|B2.2.1.2.1|Disease or Syndrome|AT${String(i).padStart(8, '0')}|256|\n`;
  }
}

function cuiOf(concept: number): string {
  return `C${String(concept).padStart(7, '0')}`;
}

/** Integers from 0 to below `limit`, the same in every run (a linear congruential generator). */
function createRandom(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 9) % limit;
  };
}

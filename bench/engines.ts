import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { postgresAddress } from './scale/pgvectorEngine.ts';
import { describeMachine } from './tables.ts';

/*
 * Vector engines by names and dimensions: `node bench/engines.ts --vectors FILE`, where FILE is the `rows.f32` of a store
 * of real names (`vocabularies/<id>/vectors/rows.f32`). Two processes a row. The engine `pgvector` needs a database,
 * whose address TERMLENS_BENCH_POSTGRES tells.
 */
const { values } = parseArgs({
  options: {
    vectors: { type: 'string' },
    engines: { type: 'string', default: 'vectra,usearch-i8,usearch-f16' },
    names: { type: 'string', default: '10000,100000,1000000' },
    dimensions: { type: 'string', default: '384,768' },
    queries: { type: 'string', default: '500' },
  },
});
if (values.vectors === undefined) {
  throw new Error('--vectors names the rows.f32 of a store, whose vectors all others are made of.');
}

interface Measured {
  readonly buildSeconds: number;
  readonly openMs: number;
  readonly megabytes: number;
  /** Nothing for an engine in a process that is not ours. */
  readonly memoryMegabytes?: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly recall: number;
}

interface EngineRow extends Measured {
  readonly engine: string;
  readonly names: string;
  readonly dimensions: string;
}

const engines = values.engines
  .split(',')
  .filter((engine) => engine !== 'pgvector' || postgresAddress !== undefined);
if (engines.length < values.engines.split(',').length) {
  process.stderr.write('pgvector is left out: TERMLENS_BENCH_POSTGRES holds no address of a database.\n');
}

process.stdout.write(
  `${describeMachine()}.\n\n` +
    '| names | dimensions | engine | build s | file MB | opened in ms | memory MB | median ms | p95 ms | recall@10 | load |\n' +
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n',
);
for (const names of values.names.split(',')) {
  for (const dimensions of values.dimensions.split(',')) {
    for (const engine of engines) {
      process.stdout.write(
        `${formatRow({ names, dimensions, engine, ...(await measure(engine, names, dimensions)) })}\n`,
      );
    }
  }
}

async function measure(engine: string, names: string, dimensions: string): Promise<Measured> {
  const script = join(import.meta.dirname, 'scale/measureEngine.ts');
  const folder = await mkdtemp(join(tmpdir(), 'termlens-engine-'));
  const run = async (step: string): Promise<object> => {
    const parameters = [folder, engine, names, dimensions, values.vectors ?? '', values.queries];
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      script,
      step,
      ...parameters,
    ]);
    return JSON.parse(stdout) as object;
  };
  try {
    return { ...(await run('build')), ...(await run('search')) } as Measured;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function formatRow(row: EngineRow): string {
  const cells = [
    Number(row.names).toLocaleString('en'),
    row.dimensions,
    row.engine,
    row.buildSeconds.toFixed(1),
    row.megabytes.toFixed(0),
    row.openMs.toFixed(0),
    row.memoryMegabytes?.toFixed(0) ?? 'n/a',
    row.medianMs.toFixed(2),
    row.p95Ms.toFixed(2),
    row.recall.toFixed(4),
    (loadavg()[0] ?? 0).toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

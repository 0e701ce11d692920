import type { NameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import type { Contestant, Speed } from './contestants.ts';
import type { PeerPrecision, TransformersPeer } from './transformersPeer.ts';

/** How the names are handed to the pipeline. */
interface Setting {
  readonly batchSize: number;
  /** Shortest first, by tokens, so that little is computed for padding. */
  readonly sorted: boolean;
}

const settings: readonly Setting[] = [1, 8, 32, 128].flatMap((batchSize) => [
  { batchSize, sorted: false },
  // One at a time there is nothing to pad.
  ...(batchSize > 1 ? [{ batchSize, sorted: true }] : []),
]);

/**
 * The pipeline in its best settings: each is tried, and the fastest with names as given and with sorted names take part.
 * @param tryNames how many names each setting is tried on.
 */
export async function createTransformers(
  peer: TransformersPeer,
  precision: PeerPrecision,
  tokenize: NameTokenizer,
  names: readonly string[],
  tryNames: number,
): Promise<Contestant[]> {
  const run = async (batches: readonly (readonly string[])[]): Promise<Speed> => {
    const count = batches.reduce((sum, { length }) => sum + length, 0);
    const { ms, processorMs } = await peer.encode({ precision, batches });
    return { rate: (count / ms) * 1_000, processorRate: (count / processorMs) * 1_000 };
  };
  // The first call loads the model, the next ones are as slow as any.
  await run([names.slice(0, 32), names.slice(32, 64)]);
  const tried: { setting: Setting; rate: number }[] = [];
  for (const setting of settings) {
    const batches = cutBatches(names, setting, tokenize);
    const count = Math.min(batches.length, Math.ceil(tryNames / setting.batchSize));
    // From the middle of each stretch, so that short and long names have their share.
    const { rate } = await run(
      Array.from(
        { length: count },
        (_, i) => batches[Math.floor(((i + 0.5) * batches.length) / count)] ?? [],
      ),
    );
    tried.push({ setting, rate });
    process.stderr.write(`${describe(precision, setting)}: ${rate.toFixed(1)} names/s\n`);
  }
  const fastest = tried.toSorted((a, b) => b.rate - a.rate).map(({ setting }) => setting);
  const best = [true, false].flatMap((sorted) => fastest.find((setting) => setting.sorted === sorted) ?? []);
  return best.map((setting) => ({
    what: describe(precision, setting),
    share: 0.5,
    measure: (given) => run(cutBatches(given, setting, tokenize)),
  }));
}

function cutBatches(
  names: readonly string[],
  { batchSize, sorted }: Setting,
  tokenize: NameTokenizer,
): string[][] {
  const ordered = sorted
    ? names
        .map((name) => ({ name, tokens: tokenize(name).length }))
        .sort((a, b) => a.tokens - b.tokens)
        .map(({ name }) => name)
    : names;
  return Array.from({ length: Math.ceil(ordered.length / batchSize) }, (_, i) =>
    ordered.slice(i * batchSize, (i + 1) * batchSize),
  );
}

function describe(precision: PeerPrecision, { batchSize, sorted }: Setting): string {
  const order = sorted ? ', sorted by length' : '';
  return `transformers.js, ${precision}: ${batchSize === 1 ? 'one at a time' : `batches of ${batchSize}`}${order}`;
}

import type { Encoder } from '../encoder/encoder.ts';
import type { ConceptStore } from './conceptStore.ts';
import type { EncodedNames } from './encodedNames.ts';
import type { VectorWriter } from './vectorIndex.ts';

export interface EncodeNamesOptions {
  readonly encoder: Encoder;
  /** What is encoded goes there, and is not encoded again. */
  readonly encoded: EncodedNames;
  /** The vectors that the store which is replaced has for names. */
  readonly findBefore?: ConceptStore['findVectors'] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: EncodingProgress | undefined;
}

/** Names that have their vectors, of all that need one; `fresh` of them were encoded now, the others before. */
export type EncodingProgress = (done: number, total: number, fresh: number) => void;

/** Sorted by length within a request, so a large one leaves little padding; a build that is killed loses those under way. */
const namesPerRequest = 2048;

/**
 * Hands the vector of each name to `writer`, in order, encoding those that nobody has encoded before. Twice as many
 * requests are under way as the encoder works on: the names of one are tokenized while the one before is encoded.
 */
export async function encodeNames(
  names: readonly string[],
  writer: VectorWriter,
  options: EncodeNamesOptions,
): Promise<void> {
  // What an interrupted build left is told at once, and found name by name.
  const left = Math.min(options.encoded.count, names.length);
  let known = 0;
  let fresh = 0;
  const tell = (): void =>
    options.onProgress?.(Math.min(names.length, Math.max(left, known) + fresh), names.length, fresh);
  if (left > 0) {
    tell();
  }
  const request = (start: number): Promise<Float32Array> =>
    encodeSlice(names.slice(start, start + namesPerRequest), options, (moreKnown, moreFresh) => {
      known += moreKnown;
      fresh += moreFresh;
      tell();
    });
  const atATime = 2 * (options.encoder.concurrency ?? 1);
  const underWay: Promise<Float32Array>[] = [];
  let asked = 0;
  while (asked < names.length || underWay.length > 0) {
    while (asked < names.length && underWay.length < atATime) {
      const vectors = request(asked);
      // Its failure is looked at in its turn; until then it must not count as unhandled.
      vectors.catch(() => undefined);
      underWay.push(vectors);
      asked += namesPerRequest;
    }
    await writer.add((await underWay.shift()) ?? new Float32Array(0));
  }
}

/** Shape of the result `[names, dimensions]`. */
async function encodeSlice(
  names: readonly string[],
  { encoder, encoded, findBefore, signal }: EncodeNamesOptions,
  advance: (known: number, fresh: number) => void,
): Promise<Float32Array> {
  const { dimensions } = encoder;
  const known = names.map((name) => encoded.find(name));
  const unknown = names.flatMap((name, i) => (known[i] === undefined ? [{ name, i }] : []));
  const before = await findBefore?.(unknown.map(({ name }) => name));
  unknown.forEach(({ i }, row) => {
    known[i] = before?.[row];
  });
  const missing = [...new Set(names.filter((_, i) => known[i] === undefined))];
  advance(names.length - missing.length, 0);
  let encodedCount = 0;
  const fresh =
    missing.length === 0
      ? new Float32Array(0)
      : await encoder.encode(missing, {
          signal,
          priority: 'bulk',
          onProgress(done) {
            advance(0, done - encodedCount);
            encodedCount = done;
          },
        });
  encoded.keep(missing, fresh);
  const rowOf = new Map(missing.map((name, row) => [name, row]));
  const vectors = new Float32Array(names.length * dimensions);
  names.forEach((name, i) => {
    const row = rowOf.get(name);
    const vector = row === undefined ? known[i] : fresh.subarray(row * dimensions, (row + 1) * dimensions);
    vectors.set(vector ?? [], i * dimensions);
  });
  return vectors;
}

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
  /** Names encoded so far, of all that are to be encoded. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Sorted by length within a request, so a large one leaves little padding; a build that is killed loses two. */
const namesPerRequest = 2048;

/**
 * Hands the vector of each name to `writer`, in order, encoding those that nobody has encoded before. Two requests
 * are under way at a time: the names of one are tokenized while the one before is encoded.
 */
export async function encodeNames(
  names: readonly string[],
  writer: VectorWriter,
  options: EncodeNamesOptions,
): Promise<void> {
  let doneOfAll = 0;
  const request = (start: number): Promise<Float32Array> => {
    let doneOfRequest = 0;
    return encodeSlice(names.slice(start, start + namesPerRequest), {
      ...options,
      onProgress: (done) => {
        doneOfAll += done - doneOfRequest;
        doneOfRequest = done;
        options.onProgress?.(doneOfAll, names.length);
      },
    });
  };
  let next = request(0);
  for (let start = 0; start < names.length; start += namesPerRequest) {
    const current = next;
    const following = start + namesPerRequest;
    next = following < names.length ? request(following) : current;
    // Its failure is looked at in its turn; until then it must not count as unhandled.
    next.catch(() => undefined);
    await writer.add(await current);
  }
}

/** Shape of the result `[names, dimensions]`. */
async function encodeSlice(names: readonly string[], options: EncodeNamesOptions): Promise<Float32Array> {
  const { encoder, encoded, findBefore, signal, onProgress } = options;
  const { dimensions } = encoder;
  const known = names.map((name) => encoded.find(name));
  const unknown = names.flatMap((name, i) => (known[i] === undefined ? [{ name, i }] : []));
  const before = await findBefore?.(unknown.map(({ name }) => name));
  unknown.forEach(({ i }, row) => {
    known[i] = before?.[row];
  });
  const missing = [...new Set(names.filter((_, i) => known[i] === undefined))];
  const knownCount = names.length - missing.length;
  onProgress?.(knownCount, names.length);
  const fresh =
    missing.length === 0
      ? new Float32Array(0)
      : await encoder.encode(missing, {
          signal,
          priority: 'bulk',
          onProgress: (done) => onProgress?.(knownCount + done, names.length),
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

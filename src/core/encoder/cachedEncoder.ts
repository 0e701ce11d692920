import { LRUCache } from 'lru-cache';
import type { LoadedEncoder } from './host/encoderProcess.ts';

/** About 15 MB at 384 dimensions: the spans of many pages of notes. */
const cachedNames = 10_000;

/** Answers names that were encoded lately from memory, and encodes the others in one request. */
export function createCachedEncoder(encoder: LoadedEncoder): LoadedEncoder {
  const cache = new LRUCache<string, Float32Array>({ max: cachedNames });
  const { dimensions } = encoder;
  return {
    ...encoder,
    async encode(names, options) {
      if (options?.priority === 'bulk' || options?.length === 'raw') {
        // A vocabulary's names would drive out those of the notes; and the cache holds unit-length vectors.
        return encoder.encode(names, options);
      }
      // Held here as well as in the cache, which may drop any of them while the others are encoded.
      const known = new Map<string, Float32Array>();
      const missing = new Set<string>();
      for (const name of names) {
        const vector = cache.get(name);
        if (vector === undefined) {
          missing.add(name);
        } else {
          known.set(name, vector);
        }
      }
      if (missing.size > 0) {
        const rows = await encoder.encode([...missing], options);
        [...missing].forEach((name, row) => {
          const vector = rows.slice(row * dimensions, (row + 1) * dimensions);
          known.set(name, vector);
          cache.set(name, vector);
        });
      }
      const vectors = new Float32Array(names.length * dimensions);
      names.forEach((name, row) => {
        vectors.set(known.get(name) ?? [], row * dimensions);
      });
      return vectors;
    },
  };
}

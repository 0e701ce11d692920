import type { Pooling, VectorLength } from '../encoder.ts';

/** A driver that lost its device answers with NaN or zeros; such vectors must never be stored. */
export class NoVectorError extends Error {
  override readonly name = 'NoVectorError';
}

/**
 * One vector per name from the last layer's hidden states.
 * @param hidden shape `[names, tokens, dimensions]`, row-major.
 * @param lengths tokens of each name that are not padding.
 * @returns shape `[names, dimensions]`. `cls`: the first token's state (Liu et al. 2021); `mean`: the mean
 *   over the name's tokens.
 * @throws {NoVectorError} for a vector that is no direction: not finite, or zero.
 */
export function poolVectors(
  hidden: Float32Array,
  shape: readonly [names: number, tokens: number, dimensions: number],
  lengths: readonly number[],
  pooling: Pooling,
  length: VectorLength = 'unit',
): Float32Array {
  const [names, tokens, dimensions] = shape;
  const vectors = new Float32Array(names * dimensions);
  for (let name = 0; name < names; name++) {
    const vector = vectors.subarray(name * dimensions, (name + 1) * dimensions);
    const pooledTokens = pooling === 'cls' ? 1 : (lengths[name] ?? 1);
    for (let token = 0; token < pooledTokens; token++) {
      const offset = (name * tokens + token) * dimensions;
      for (let d = 0; d < dimensions; d++) {
        vector[d] = (vector[d] ?? 0) + (hidden[offset + d] ?? 0);
      }
    }
    const vectorLength = lengthOf(vector);
    const scale = length === 'unit' ? 1 / vectorLength : 1 / pooledTokens;
    for (let d = 0; d < dimensions; d++) {
      vector[d] = (vector[d] ?? 0) * scale;
    }
  }
  return vectors;
}

function lengthOf(vector: Float32Array): number {
  let squares = 0;
  for (const value of vector) {
    squares += value * value;
  }
  if (!(squares > 0 && squares < Infinity)) {
    throw new NoVectorError('the model answered with vectors that are not finite or are zero.');
  }
  return Math.sqrt(squares);
}

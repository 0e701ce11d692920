import type { Pooling } from '../encoder.ts';

/**
 * One unit-length vector per name from the last layer's hidden states.
 * @param hidden shape `[names, tokens, dimensions]`, row-major.
 * @param lengths tokens of each name that are not padding.
 * @returns shape `[names, dimensions]`. `cls`: the first token's state (Liu et al. 2021); `mean`: the mean
 *   over the name's tokens.
 */
export function poolVectors(
  hidden: Float32Array,
  shape: readonly [names: number, tokens: number, dimensions: number],
  lengths: readonly number[],
  pooling: Pooling,
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
    scaleToUnitLength(vector);
  }
  return vectors;
}

function scaleToUnitLength(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) {
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  if (length > 0) {
    for (let d = 0; d < vector.length; d++) {
      vector[d] = (vector[d] ?? 0) / length;
    }
  }
}

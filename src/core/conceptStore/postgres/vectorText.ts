/** Half-precision numbers have some three digits; a unit vector's largest ones are below 1. */
const decimals = 1e6;

/** As pgvector reads a vector. */
export function formatVector(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => Math.round(value * decimals) / decimals).join(',')}]`;
}

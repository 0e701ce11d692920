import agreementNames from '../../../../models/agreementNames.json' with { type: 'json' };
import type { Precision } from '../encoder.ts';

/** How far two encodings of the same names agree. */
export interface Agreement {
  /** Mean cosine similarity of the two vectors of a name. */
  readonly meanCosine: number;
  /** Share of the queries whose nearest candidate is the same. */
  readonly sameFirstCandidate: number;
}

const { queries, candidates } = agreementNames;

/** 200 queries and then a name of the same concept for each; both encodings have these rows. */
export const comparedNames: readonly string[] = [...queries, ...candidates];

/** What an encoding must reach to stand for the reference's. */
const leastAgreement: Readonly<Record<Precision, Agreement>> = {
  fp32: { meanCosine: 0.999, sameFirstCandidate: 0.99 },
  fp16: { meanCosine: 0.999, sameFirstCandidate: 0.99 },
  int8: { meanCosine: 0.98, sameFirstCandidate: 0.97 },
};

/**
 * Compares two encodings of `comparedNames`, both of shape `[names, dimensions]` and unit length. Vectors that
 * hold NaN agree with nothing.
 */
export function compareEncodings(vectors: Float32Array, reference: Float32Array): Agreement {
  const dimensions = reference.length / comparedNames.length;
  let cosines = 0;
  for (let name = 0; name < comparedNames.length; name++) {
    cosines += dot(vectors, name, reference, name, dimensions);
  }
  let same = 0;
  for (let query = 0; query < queries.length; query++) {
    if (firstCandidate(vectors, query, dimensions) === firstCandidate(reference, query, dimensions)) {
      same += 1;
    }
  }
  const meanCosine = cosines / comparedNames.length;
  return {
    meanCosine: Number.isNaN(meanCosine) ? 0 : meanCosine,
    sameFirstCandidate: Number.isNaN(meanCosine) ? 0 : same / queries.length,
  };
}

export function agrees({ meanCosine, sameFirstCandidate }: Agreement, precision: Precision): boolean {
  const least = leastAgreement[precision];
  return meanCosine >= least.meanCosine && sameFirstCandidate >= least.sameFirstCandidate;
}

/** The shortest name, the longest and one between: they also exercise padding. */
const byLength = comparedNames
  .map((_, row) => row)
  .sort((a, b) => (comparedNames[a]?.length ?? 0) - (comparedNames[b]?.length ?? 0));
const probed = [0, Math.floor(byLength.length / 2), byLength.length - 1].map((place) => byLength[place] ?? 0);

/** A few of `comparedNames`, quickly encoded, to see whether a device still does what it once did. */
export const probeNames: readonly string[] = probed.map((row) => comparedNames[row] ?? '');

/** The rows of `probeNames` in an encoding of `comparedNames`. */
export function probeRows(vectors: Float32Array): Float32Array {
  const dimensions = vectors.length / comparedNames.length;
  return Float32Array.from(
    probed.flatMap((row) => [...vectors.subarray(row * dimensions, (row + 1) * dimensions)]),
  );
}

/** Names differ more than their mean does, so a few of them are held to less. */
const probeSlack = 0.01;

/** Whether encodings of `probeNames`, both of unit length, agree as far as so few names can tell. */
export function agreesOnProbe(vectors: Float32Array, reference: Float32Array, precision: Precision): boolean {
  const dimensions = reference.length / probeNames.length;
  const least = leastAgreement[precision].meanCosine - probeSlack;
  return probeNames.every((_, row) => dot(vectors, row, reference, row, dimensions) >= least);
}

function firstCandidate(vectors: Float32Array, query: number, dimensions: number): number {
  let best = -1;
  let bestCosine = -Infinity;
  for (let candidate = queries.length; candidate < comparedNames.length; candidate++) {
    const cosine = dot(vectors, query, vectors, candidate, dimensions);
    if (cosine > bestCosine) {
      best = candidate;
      bestCosine = cosine;
    }
  }
  return best;
}

function dot(a: Float32Array, aRow: number, b: Float32Array, bRow: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    sum += (a[aRow * dimensions + d] ?? NaN) * (b[bRow * dimensions + d] ?? NaN);
  }
  return sum;
}

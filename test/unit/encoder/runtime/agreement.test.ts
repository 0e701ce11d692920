import { describe, expect, it } from 'vitest';
import {
  agrees,
  agreesOnProbe,
  comparedNames,
  compareEncodings,
  probeNames,
  probeRows,
} from '../../../../src/core/encoder/runtime/agreement.ts';

const dimensions = 256;
const queryCount = comparedNames.length / 2;

/** Each query lies at its own candidate: one axis for a pair of names. */
function pairs(): Float32Array {
  const vectors = new Float32Array(comparedNames.length * dimensions);
  for (let row = 0; row < comparedNames.length; row++) {
    vectors[row * dimensions + (row % queryCount)] = 1;
  }
  return vectors;
}

/** `count` queries moved to their neighbour's candidate. */
function withWrongFirst(count: number): Float32Array {
  const vectors = pairs();
  for (let query = 0; query < count; query++) {
    vectors[query * dimensions + query] = 0;
    vectors[query * dimensions + query + 1] = 1;
  }
  return vectors;
}

describe('compareEncodings', () => {
  it('has 200 queries, all different, and as many candidates', () => {
    expect(comparedNames).toHaveLength(400);
    expect(new Set(comparedNames.slice(0, 200)).size).toBe(200);
  });

  it('finds an encoding like itself', () => {
    expect(compareEncodings(pairs(), pairs())).toEqual({ meanCosine: 1, sameFirstCandidate: 1 });
  });

  it('counts the queries whose first candidate is another', () => {
    const { meanCosine, sameFirstCandidate } = compareEncodings(withWrongFirst(4), pairs());
    expect(meanCosine).toBeCloseTo(0.99, 5);
    expect(sameFirstCandidate).toBeCloseTo(0.98, 5);
  });

  it('agrees with nothing that is not a number', () => {
    const broken = pairs();
    broken[77] = NaN;
    expect(agrees(compareEncodings(broken, pairs()), 'int8')).toBe(false);
  });
});

describe('agrees', () => {
  it.each([
    { precision: 'fp16', meanCosine: 0.999, sameFirstCandidate: 0.99, agreed: true },
    { precision: 'fp16', meanCosine: 0.9989, sameFirstCandidate: 1, agreed: false },
    { precision: 'fp16', meanCosine: 1, sameFirstCandidate: 0.985, agreed: false },
    { precision: 'int8', meanCosine: 0.98, sameFirstCandidate: 0.97, agreed: true },
    { precision: 'int8', meanCosine: 0.979, sameFirstCandidate: 1, agreed: false },
    { precision: 'int8', meanCosine: 1, sameFirstCandidate: 0.965, agreed: false },
  ] as const)(
    '$precision at $meanCosine and $sameFirstCandidate: $agreed',
    ({ precision, agreed, ...rest }) => {
      expect(agrees(rest, precision)).toBe(agreed);
    },
  );
});

describe('agreesOnProbe', () => {
  const reference = probeRows(pairs());

  it('takes the rows of the shortest, a middle and the longest name', () => {
    expect(probeNames).toHaveLength(3);
    const lengths = comparedNames.map((name) => name.length);
    expect(probeNames[0]?.length).toBe(Math.min(...lengths));
    expect(probeNames[2]?.length).toBe(Math.max(...lengths));
    expect(reference).toHaveLength(3 * dimensions);
  });

  it('holds each name to the reference', () => {
    expect(agreesOnProbe(reference, reference, 'fp16')).toBe(true);
    const oneOff = reference.slice();
    oneOff.fill(0, 2 * dimensions);
    expect(agreesOnProbe(oneOff, reference, 'int8')).toBe(false);
    expect(agreesOnProbe(new Float32Array(2), reference, 'int8')).toBe(false);
  });
});

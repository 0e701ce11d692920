import type { EncoderTrial } from '../encoder.ts';
import { agrees, compareEncodings, comparedNames } from './agreement.ts';
import { nameCombination, type Combination } from './combination.ts';
import { errorReason } from './errorReason.ts';

/** What it takes to try a combination; `Session` is whatever `open` gives. */
export interface TrialBench<Session> {
  open(combination: Combination): Promise<Session>;
  /** Unit-length vectors, shape `[names, dimensions]`. */
  encode(session: Session, names: readonly string[]): Promise<Float32Array>;
  release(session: Session): Promise<void>;
  /** Told before each attempt, so that a crash can be blamed on what was tried. */
  onAttempt(combination: Combination): void;
  /** Milliseconds. */
  now(): number;
}

export interface TrialResults {
  readonly trials: readonly EncoderTrial[];
  /** Of `comparedNames`. */
  readonly reference: Float32Array;
}

/** A combination that would need longer than this for the fixed names is not worth waiting for. */
const longestTrialMs = 10_000;
/** A trial shorter than this is repeated, for one alone is easily disturbed. */
const shortTrialMs = 1_000;
const warmUpNames = comparedNames.slice(0, 8);
const loneNames = comparedNames.slice(0, 9);

/**
 * Measures the reference on the CPU, then each combination, one session at a time: two at once crash some
 * drivers. Only the reference's failure is thrown; another's is in its trial.
 */
export async function measureTrials<Session>(
  reference: Combination,
  combinations: readonly Combination[],
  bench: TrialBench<Session>,
): Promise<TrialResults> {
  const measured = await measure(reference, bench, Infinity);
  const trials: EncoderTrial[] = [];
  for (const combination of combinations) {
    const isReference = nameCombination(combination) === nameCombination(reference);
    trials.push(
      isReference
        ? { ...measured.trial, meanCosine: 1, sameFirstCandidate: 1 }
        : await compareWith(measured.vectors, combination, bench),
    );
  }
  return { trials, reference: measured.vectors };
}

async function compareWith<Session>(
  reference: Float32Array,
  combination: Combination,
  bench: TrialBench<Session>,
): Promise<EncoderTrial> {
  try {
    const { trial, vectors } = await measure(combination, bench, longestTrialMs);
    const agreement = compareEncodings(vectors, reference);
    return agrees(agreement, combination.precision)
      ? { ...trial, ...agreement }
      : { ...trial, ...agreement, unavailable: describeDisagreement(agreement) };
  } catch (error) {
    return {
      ...combination,
      unavailable: errorReason(error),
      ...(error instanceof TooSlowError && { namesPerSecond: error.namesPerSecond }),
    };
  }
}

class TooSlowError extends Error {
  override readonly name = 'TooSlowError';
  readonly namesPerSecond: number;

  constructor(namesPerSecond: number) {
    super(`too slow: about ${namesPerSecond.toPrecision(2)} names a second.`);
    this.namesPerSecond = namesPerSecond;
  }
}

async function measure<Session>(
  combination: Combination,
  bench: TrialBench<Session>,
  longestMs: number,
): Promise<{ trial: EncoderTrial; vectors: Float32Array }> {
  bench.onAttempt(combination);
  const session = await bench.open(combination);
  const timed = async (names: readonly string[]): Promise<{ vectors: Float32Array; ms: number }> => {
    const start = bench.now();
    const vectors = await bench.encode(session, names);
    return { vectors, ms: Math.max(bench.now() - start, 0.001) };
  };
  try {
    // The first run compiles shaders and allocates.
    await timed(warmUpNames);
    const few = await timed(warmUpNames);
    if ((few.ms / warmUpNames.length) * comparedNames.length > longestMs) {
      throw new TooSlowError((warmUpNames.length / few.ms) * 1000);
    }
    const first = await timed(comparedNames);
    const second = first.ms < shortTrialMs ? await timed(comparedNames) : first;
    const lone: number[] = [];
    for (const name of loneNames) {
      lone.push((await timed([name])).ms);
    }
    return {
      trial: {
        ...combination,
        namesPerSecond: (comparedNames.length / Math.min(first.ms, second.ms)) * 1000,
        oneNameMs: lone.sort((a, b) => a - b)[Math.floor(lone.length / 2)],
      },
      vectors: second.vectors,
    };
  } finally {
    await bench.release(session);
  }
}

function describeDisagreement({
  meanCosine,
  sameFirstCandidate,
}: {
  meanCosine: number;
  sameFirstCandidate: number;
}): string {
  const share = `${(100 * sameFirstCandidate).toFixed(1)} %`;
  return `its vectors differ from the reference's (mean cosine ${meanCosine.toFixed(4)}, same first candidate ${share}).`;
}

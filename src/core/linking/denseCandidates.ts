import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { VectorMatch } from '../conceptStore/vectorIndex.ts';
import type { LoadedEncoder } from '../encoder/host/encoderProcess.ts';
import type { ScoreCalibration } from '../encoder/encoder.ts';
import type { CandidateHit } from './candidate.ts';

/** Names of one concept crowd the top of the list, so more names are asked for than candidates are shown. */
const namesPerMention = 24;
/** A few tens of milliseconds of search at a time. */
const mentionsPerTurn = 8;

/**
 * Concepts with a name whose vector lies near the mention's, with the calibrated score; row `i` belongs to
 * `mentions[i]`. All mentions are encoded in one request.
 */
export async function findDenseCandidates(
  stores: readonly ConceptStore[],
  encoder: LoadedEncoder,
  mentions: readonly string[],
  signal?: AbortSignal,
): Promise<CandidateHit[][]> {
  if (mentions.length === 0) {
    return [];
  }
  const { dimensions, description } = encoder;
  const vectors = await encoder.encode(mentions, { signal });
  const hits: CandidateHit[][] = mentions.map(() => []);
  for (let first = 0; first < mentions.length; first += mentionsPerTurn) {
    // The search computes on this thread: others, and a cancellation, get their turn in between.
    await nextTurn();
    signal?.throwIfAborted();
    const some = vectors.subarray(first * dimensions, (first + mentionsPerTurn) * dimensions);
    for (const [storeIndex, store] of stores.entries()) {
      const matches = await store.findNearest(some, namesPerMention);
      matches.forEach((nearest, i) => {
        hits[first + i]?.push(...toHits(store, storeIndex, nearest, description.scoreCalibration));
      });
    }
  }
  return hits;
}

function toHits(
  store: ConceptStore,
  storeIndex: number,
  matches: readonly VectorMatch[],
  calibration: ScoreCalibration,
): CandidateHit[] {
  return matches.flatMap(({ nameId, similarity }) => {
    const name = store.name(nameId);
    return name === undefined
      ? []
      : [
          {
            storeIndex,
            conceptId: name.conceptId,
            matchedName: name.name,
            preferred: name.preferred,
            matchType: 'semantic' as const,
            score: calibrateScore(similarity, calibration),
          },
        ];
  });
}

/** Never 1: that is kept for names that are the same. */
function calibrateScore(similarity: number, { slope, intercept }: ScoreCalibration): number {
  return Math.min(0.999, 1 / (1 + Math.exp(-(slope * similarity + intercept))));
}

import type { Precision } from '../encoder.ts';
import { checkWeights, weightFiles } from '../model/fingerprint.ts';
import type { ModelFolder } from '../model/modelFolder.ts';
import { fileState, type TrialRecord } from './trialRecord.ts';

/** Knows the checksums of a model's weights; reading hundreds of megabytes takes a while, so it does that once. */
export interface WeightsChecker {
  /** As `checkWeights`. */
  check(precision: Precision): Promise<string>;
  /** What to remember for the next start. */
  readonly known: TrialRecord['weights'];
}

export function createWeightsChecker(
  folder: ModelFolder,
  remembered: TrialRecord['weights'],
): WeightsChecker {
  const known: TrialRecord['weights'] = { ...remembered };
  return {
    known,
    async check(precision) {
      const files = weightFiles(folder, precision);
      const states = await Promise.all(files.map((file) => fileState(file).catch(() => '')));
      const state = states.join('; ');
      const before = known[precision];
      const sha256 = await checkWeights(
        folder,
        precision,
        before?.state === state ? before.sha256 : undefined,
      );
      known[precision] = { sha256, state };
      return sha256;
    },
  };
}

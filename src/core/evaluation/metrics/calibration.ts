export interface ScoredOutcome {
  /** In [0, 1], the estimated probability of being right. */
  readonly score: number;
  readonly correct: boolean;
}

/** Scores from `from` to before `to`; the last bin holds 1 as well. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly mentions: number;
  readonly meanScore: number | undefined;
  readonly accuracy: number | undefined;
}

export interface Calibration {
  /** Mean distance of score and accuracy over the bins, weighted by their mentions; nothing without mentions. */
  readonly expectedCalibrationError: number | undefined;
  readonly bins: readonly CalibrationBin[];
}

/** Expected calibration error (Naeini et al., AAAI 2015) over bins of equal width. */
export function measureCalibration(outcomes: readonly ScoredOutcome[], binCount = 10): Calibration {
  const members = Array.from({ length: binCount }, (): ScoredOutcome[] => []);
  for (const outcome of outcomes) {
    members[Math.min(Math.floor(outcome.score * binCount), binCount - 1)]?.push(outcome);
  }
  const bins = members.map((inBin, i): CalibrationBin => ({
    from: i / binCount,
    to: (i + 1) / binCount,
    mentions: inBin.length,
    meanScore: meanOf(inBin.map(({ score }) => score)),
    accuracy: meanOf(inBin.map(({ correct }) => Number(correct))),
  }));
  const distances = bins.map(
    ({ mentions, meanScore = 0, accuracy = 0 }) => mentions * Math.abs(meanScore - accuracy),
  );
  const total = distances.reduce((sum, distance) => sum + distance, 0);
  return { expectedCalibrationError: outcomes.length === 0 ? undefined : total / outcomes.length, bins };
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

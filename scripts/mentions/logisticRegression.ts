import { solve } from '../ranker/conditionalLogit.ts';

export interface LabelledRow {
  /** The first is 1, for the constant. */
  readonly features: readonly number[];
  readonly label: boolean;
  readonly weight: number;
}

/** Per mean loss; keeps features that tell the same from growing against each other. */
const ridge = 1e-4;
const mostSteps = 25;

/** The weights of greatest likelihood, by Newton's method (iteratively reweighted least squares). */
export function fitLogisticRegression(rows: readonly LabelledRow[]): number[] {
  const count = rows[0]?.features.length ?? 0;
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  let weights = new Float64Array(count);
  for (let step = 0; step < mostSteps; step++) {
    const gradient = weights.map((value, i) => (i === 0 ? 0 : ridge * value));
    const hessian = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      hessian[i * count + i] = i === 0 ? 1e-9 : ridge;
    }
    for (const { features, label, weight } of rows) {
      const probability = probabilityOf(features, weights);
      const [slope, curvature] = [probability - Number(label), probability * (1 - probability)];
      for (let i = 0; i < count; i++) {
        const value = features[i] ?? 0;
        if (value !== 0) {
          gradient[i] = (gradient[i] ?? 0) + (weight / total) * slope * value;
          for (let j = 0; j < count; j++) {
            const at = i * count + j;
            hessian[at] = (hessian[at] ?? 0) + (weight / total) * curvature * value * (features[j] ?? 0);
          }
        }
      }
    }
    const change = solve(hessian, gradient);
    weights = weights.map((value, i) => value - (change[i] ?? 0));
    if (change.every((value) => Math.abs(value) < 1e-6)) {
      break;
    }
  }
  return [...weights];
}

function probabilityOf(features: readonly number[], weights: Float64Array): number {
  const logOdds = features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
  return 1 / (1 + Math.exp(-logOdds));
}

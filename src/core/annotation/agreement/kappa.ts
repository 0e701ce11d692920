import { share } from './score.ts';

/** What both sides said of one and the same thing. */
export type Verdict = readonly [a: string, b: string];

/** Agreement on things that both sides had to judge. */
export interface Kappa {
  /** How many there were. */
  readonly judged: number;
  /** The share on which both said the same; nothing where there was nothing to judge. */
  readonly observed: number | undefined;
  /** Nothing where chance alone would agree on all, as when both said one and the same of everything. */
  readonly kappa: number | undefined;
}

/**
 * Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20:37–46): (observed − expected) / (1 −
 * expected), where expected is how often two who say each thing as often as these did would agree by chance.
 *
 * It needs to know of everything that was judged, also of what neither side marked. Of spans nobody knows how many
 * were not marked, since any stretch of text is one; the more of them are counted, the nearer kappa comes to F1
 * (Hripcsak & Rothschild 2005, JAMIA 12:296–298). So spans have an F1, and kappa is told of words, each of which is in
 * a span or not, and of what was said about spans that both sides marked.
 */
export function cohensKappa(verdicts: Iterable<Verdict>): Kappa {
  const counts = new Map<string, { a: number; b: number }>();
  const countsOf = (what: string): { a: number; b: number } => {
    const known = counts.get(what) ?? { a: 0, b: 0 };
    counts.set(what, known);
    return known;
  };
  let judged = 0;
  let same = 0;
  for (const [a, b] of verdicts) {
    judged += 1;
    same += Number(a === b);
    countsOf(a).a += 1;
    countsOf(b).b += 1;
  }
  const products = [...counts.values()].map(({ a, b }) => a * b);
  const byChance = products.reduce((sum, product) => sum + product, 0);
  return {
    judged,
    observed: share(same, judged),
    kappa: share(same * judged - byChance, judged * judged - byChance),
  };
}

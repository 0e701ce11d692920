import type { Mention } from '../../mentionDetection/proposeSpans.ts';
import type { LinkedMention, WholeMention } from './linkedMention.ts';

/** A near match must be this likely to take the place of a shorter exact one. */
const sureScore = 0.6;

export function isSure({ candidates, parts }: WholeMention): boolean {
  return (parts ?? [{ candidates }]).every(({ candidates: [first] }) => (first?.score ?? 0) >= sureScore);
}

/** What names several concepts is none of them alone. */
export function sameConcept(a: WholeMention, b: WholeMention): boolean {
  return !a.parts && !b.parts && a.candidates[0]?.curie === b.candidates[0]?.curie;
}

/** Of overlapping spans the one that comes first in the list. */
export function pickDisjoint<Span extends Mention>(spans: readonly Span[]): Span[] {
  const picked: Span[] = [];
  for (const span of spans) {
    if (!picked.some((other) => overlaps(span, other))) {
      picked.push(span);
    }
  }
  return picked;
}

export function longest<Span extends Mention>(spans: readonly Span[]): Span | undefined {
  return [...spans].sort(byLength)[0];
}

export function byLength(a: Mention, b: Mention): number {
  return b.end - b.start - (a.end - a.start) || a.start - b.start;
}

export function byScoreThenLength(a: LinkedMention, b: LinkedMention): number {
  return (b.candidates[0]?.score ?? 0) - (a.candidates[0]?.score ?? 0) || byLength(a, b);
}

export function contains(outer: Mention, inner: Mention): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps(a: Mention, b: Mention): boolean {
  return a.start < b.end && b.start < a.end;
}

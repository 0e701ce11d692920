import { identifiersOf } from '../../protocol/distinctConcepts.ts';
import type { Candidate } from '../../protocol/messages.ts';

export interface ConceptText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** How a candidate reads in a quick pick. */
export function formatCandidate(candidate: Candidate): ConceptText {
  const { preferredName, matchType, score, semanticTypes, matchedName } = candidate;
  const matched = matchedName === preferredName ? [] : [`matched “${matchedName}”`];
  return {
    label: preferredName,
    // A name found by its beginning, while it is being typed, has no score.
    description: [
      identifiersOf(candidate).join(' '),
      matchType,
      ...(score > 0 ? [score.toFixed(2)] : []),
    ].join(' · '),
    detail: [...semanticTypes, ...matched].join(' · '),
  };
}

export function quoteMention(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 60 ? `“${line.slice(0, 59)}…”` : `“${line}”`;
}

/** As many as there are keys for. */
const mostNumbered = 5;

/** "1 Myocardial Infarction MESH:D009203  2 …": the candidates that keys accept, on one line. */
export function numberedCandidates(candidates: readonly Candidate[]): string {
  return candidates
    .slice(0, mostNumbered)
    .map(({ preferredName, curie }, i) => `${String(i + 1)} ${preferredName} ${curie}`)
    .join('   ');
}

export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

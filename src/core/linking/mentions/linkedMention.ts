import type { PartRange } from '../../mentionDetection/partRanges.ts';
import type { Mention } from '../../mentionDetection/proposeSpans.ts';
import type { Candidate, LinkResult } from '../candidate.ts';

/** A mention together with the concepts it may mean; at least one. */
export interface LinkedMention extends Mention {
  readonly candidates: readonly Candidate[];
  /** Where it is interrupted, the stretches that name the concept ("left" and "knee pain"), in order. */
  readonly ranges?: readonly PartRange[];
  /** As in `LinkResult`. */
  readonly expansion?: string | undefined;
}

/** A mention before its parts, where it names several concepts, are told apart. */
export interface WholeMention extends LinkedMention {
  readonly parts?: readonly LinkResult[];
}

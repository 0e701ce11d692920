import type { Annotation } from '../../core/annotation/annotation.ts';
import { applyEdits, type TextEdit } from '../../core/annotation/textEdits.ts';
import type { Candidate } from '../../core/linking/candidate.ts';
import type { NoteMention } from '../../core/linking/findInText.ts';
import type { LinkedMention } from '../../core/linking/findMention.ts';
import type { ContextAttribute } from '../../core/mentionDetection/context/contextAttribute.ts';
import type { ContextReader } from '../../core/mentionDetection/context/mentionContext.ts';

/** A mention found in a note that the user has not decided on, where it lies in the editor's text now. */
export interface PendingSuggestion {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly candidates: readonly Candidate[];
  readonly attributes: readonly ContextAttribute[];
}

/** The suggestions of the mentions, numbered from `firstNumber`; those in `taken` spans are left out. */
export function createSuggestions(
  mentions: readonly NoteMention[],
  taken: readonly Annotation[],
  firstNumber: number,
): PendingSuggestion[] {
  const takenRanges = taken.flatMap(({ ranges }) => ranges);
  return mentions
    .filter((mention) => !takenRanges.some(({ start, end }) => mention.start < end && start < mention.end))
    .map((mention, i) => ({ id: `S${firstNumber + i}`, ...mention }));
}

/** Suggestions move with the text as annotations do; one whose text was changed is no longer what was found. */
export function moveSuggestions<Span extends LinkedMention>(
  suggestions: readonly Span[],
  edits: readonly TextEdit[],
  newText: string,
): Span[] {
  const carriers = suggestions.map(({ start, end, text }, i): Annotation => ({
    id: String(i),
    type: '',
    ranges: [{ start, end }],
    text,
    concepts: [],
  }));
  const moved = new Map(
    applyEdits(carriers, edits, newText).annotations.map((carrier) => [carrier.id, carrier]),
  );
  return suggestions.flatMap((suggestion, i) => {
    const carrier = moved.get(String(i));
    const range = carrier?.ranges[0];
    return range && carrier.text === suggestion.text
      ? [{ ...suggestion, start: range.start, end: range.end }]
      : [];
  });
}

/** The mentions with what `text` says of them, which an edit beside them may have changed. */
export function readContexts<Span extends LinkedMention>(
  mentions: readonly Span[],
  text: string,
  context: ContextReader,
): (Span & Pick<NoteMention, 'attributes'>)[] {
  return mentions.map((mention) => ({ ...mention, attributes: context.read(text, mention) }));
}

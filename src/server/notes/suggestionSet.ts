import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import { applyEdits, type TextEdit } from '../../core/annotation/textEdits.ts';
import type { Candidate } from '../../core/linking/candidate.ts';
import type { NoteMention } from '../../core/linking/findInText.ts';
import type { ContextAttribute } from '../../core/mentionDetection/context/contextAttribute.ts';
import type { ContextReader } from '../../core/mentionDetection/context/mentionContext.ts';

/** A mention found in a note that the user has not decided on, where it lies in the editor's text now. */
export interface PendingSuggestion {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** What of it names the concept, in order; one stretch for all but the parts of composite mentions. */
  readonly ranges: readonly TextRange[];
  readonly text: string;
  readonly candidates: readonly Candidate[];
  readonly attributes: readonly ContextAttribute[];
}

export interface SuggestionOptions {
  /** Mentions in their spans are left out. */
  readonly taken: readonly Annotation[];
  /** What the user rejected, and is not suggested again. */
  readonly rejected: readonly PendingSuggestion[];
  /** The note's suggestions until now: what is suggested again keeps its identifier. */
  readonly before: readonly PendingSuggestion[];
  /** New ones are numbered from here. */
  readonly firstNumber: number;
}

/** The suggestions of the mentions. */
export function createSuggestions(
  mentions: readonly NoteMention[],
  { taken, rejected, before, firstNumber }: SuggestionOptions,
): PendingSuggestion[] {
  const keyOf = ({ ranges }: Pick<NoteMention, 'ranges'>): string => JSON.stringify(ranges);
  const unwanted = new Set(rejected.map(keyOf));
  const known = new Map(before.map((suggestion) => [keyOf(suggestion), suggestion.id]));
  return leaveOutTaken(mentions, taken)
    .filter((mention) => !unwanted.has(keyOf(mention)))
    .map((mention, i) => ({ ...mention, id: known.get(keyOf(mention)) ?? `S${firstNumber + i}` }));
}

/** The mentions that share no words with an annotation. Parts of a composite mention may: "left … pain" and "right … pain". */
export function leaveOutTaken<Mention extends Pick<NoteMention, 'ranges'>>(
  mentions: readonly Mention[],
  taken: readonly Pick<Annotation, 'ranges'>[],
): Mention[] {
  return mentions.filter(({ ranges }) => !taken.some((annotation) => isTaken(ranges, annotation.ranges)));
}

function isTaken(wanted: readonly TextRange[], by: readonly TextRange[]): boolean {
  const overlaps = wanted.flatMap((range) =>
    by.flatMap((other) => (range.start < other.end && other.start < range.end ? [{ range, other }] : [])),
  );
  const areParts =
    (wanted.length > 1 || by.length > 1) &&
    overlaps.every(({ range, other }) => range.start === other.start || range.end === other.end) &&
    !isWithin(wanted, by) &&
    !isWithin(by, wanted);
  return overlaps.length > 0 && !areParts;
}

function isWithin(inner: readonly TextRange[], outer: readonly TextRange[]): boolean {
  return inner.every(({ start, end }) => outer.some((range) => range.start <= start && end <= range.end));
}

/** Suggestions move with the text as annotations do; one whose text was changed is no longer what was found. */
export function moveSuggestions<Span extends NoteMention>(
  suggestions: readonly Span[],
  edits: readonly TextEdit[],
  newText: string,
): Span[] {
  const carriers = suggestions.map(({ ranges, text }, i): Annotation => ({
    id: String(i),
    type: '',
    ranges,
    text,
    concepts: [],
  }));
  const moved = new Map(
    applyEdits(carriers, edits, newText).annotations.map((carrier) => [carrier.id, carrier]),
  );
  return suggestions.flatMap((suggestion, i) => {
    const { ranges = [], text } = moved.get(String(i)) ?? {};
    const [first, last] = [ranges[0], ranges.at(-1)];
    const isWhole = text === suggestion.text && ranges.length === suggestion.ranges.length;
    return first && last && isWhole ? [{ ...suggestion, start: first.start, end: last.end, ranges }] : [];
  });
}

/** The mentions with what `text` says of them, which an edit beside them may have changed. */
export function readContexts<Span extends NoteMention>(
  mentions: readonly Span[],
  text: string,
  context: ContextReader,
): Span[] {
  return mentions.map((mention) => ({ ...mention, attributes: context.read(text, mention) }));
}

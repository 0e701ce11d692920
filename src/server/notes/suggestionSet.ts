import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import { applyEdits, type TextEdit } from '../../core/annotation/textEdits.ts';
import type { Candidate } from '../../core/linking/candidate.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import type { LinkedMention } from '../../core/linking/mentions/linkedMention.ts';
import type { ContextAttribute } from '../../core/mentionDetection/context/contextAttribute.ts';
import type { ContextReader } from '../../core/mentionDetection/context/mentionContext.ts';

/** Of the text, in UTF-16 code units; spans are compared within a block. */
const blockLength = 256;

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

/** The mentions as suggestions; one that `before` has keeps its identifier, others are numbered from `firstNumber`. */
export function createSuggestions(
  mentions: readonly NoteMention[],
  before: readonly PendingSuggestion[],
  firstNumber: number,
): PendingSuggestion[] {
  const known = new Map(before.map((suggestion) => [spanKey(suggestion.ranges), suggestion.id]));
  return mentions.map((mention, i) => ({
    ...mention,
    id: known.get(spanKey(mention.ranges)) ?? `S${firstNumber + i}`,
  }));
}

/** What is left to decide of what was found. */
export function pendingOf(
  found: readonly PendingSuggestion[],
  decided: {
    readonly annotations: readonly Pick<Annotation, 'ranges'>[];
    readonly rejected: readonly Pick<Annotation, 'ranges'>[];
  },
): PendingSuggestion[] {
  const unwanted = new Set(decided.rejected.map(({ ranges }) => spanKey(ranges)));
  return leaveOutTaken(found, decided.annotations).filter(({ ranges }) => !unwanted.has(spanKey(ranges)));
}

/**
 * The suggestion at `offset`, which a key decides on and which need not be what is found there: a term of a table, a
 * widened span. Where it is, what was found tells more of it.
 */
export function suggestedOr<Found extends LinkedMention>(
  found: Found | undefined,
  suggestions: readonly PendingSuggestion[],
  offset: number,
): Found | PendingSuggestion | undefined {
  const suggestion = suggestions.findLast(
    ({ start, end, ranges }) => start <= offset && offset <= end && ranges.length === 1,
  );
  return suggestion && (suggestion.start !== found?.start || suggestion.end !== found.end)
    ? suggestion
    : found;
}

function spanKey(ranges: readonly TextRange[]): string {
  return ranges.map(({ start, end }) => `${start} ${end}`).join(';');
}

/** The mentions that share no words with an annotation. Parts of a composite mention may: "left … pain" and "right … pain". */
export function leaveOutTaken<Mention extends Pick<NoteMention, 'ranges'>>(
  mentions: readonly Mention[],
  taken: readonly Pick<Annotation, 'ranges'>[],
): Mention[] {
  const near = indexByPlace(taken);
  return mentions.filter(
    ({ ranges }) => !near(ranges).some((annotation) => isTaken(ranges, annotation.ranges)),
  );
}

/** Finds the spans that may share words with others, so that not each is compared with each. */
function indexByPlace<Span extends { readonly ranges: readonly TextRange[] }>(
  spans: readonly Span[],
): (ranges: readonly TextRange[]) => Span[] {
  const blocksOf = (ranges: readonly TextRange[]): number[] => [
    ...new Set(
      ranges.flatMap(({ start, end }) => {
        const first = Math.floor(start / blockLength);
        return Array.from({ length: Math.floor(end / blockLength) - first + 1 }, (_, i) => first + i);
      }),
    ),
  ];
  const byBlock = new Map<number, Span[]>();
  for (const span of spans) {
    for (const block of blocksOf(span.ranges)) {
      const inBlock = byBlock.get(block);
      if (inBlock) {
        inBlock.push(span);
      } else {
        byBlock.set(block, [span]);
      }
    }
  }
  return (ranges) => blocksOf(ranges).flatMap((block) => byBlock.get(block) ?? []);
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

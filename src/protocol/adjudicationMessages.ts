import { RequestType, type Range } from 'vscode-languageserver-protocol';

/** One version of something that somebody has to decide, as it lies in the note. */
export interface DifferenceVersion {
  /** Of the annotation. */
  readonly id: string;
  /** `A` or `B`. */
  readonly side: string;
  /** Whose it is, such as a branch; none where only the letter is known. */
  readonly label?: string;
  readonly type: string;
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly concepts: readonly { readonly curie: string; readonly preferredName: string }[];
  /** Without the mark that it is to be decided, such as `Severity high`. */
  readonly attributes: readonly string[];
}

export interface NoteDifference {
  readonly number: number;
  /** What is different, such as `other concept`. */
  readonly kinds: readonly string[];
  /** More than one of a side where it marked the span more than once; one side alone where the other has nothing. */
  readonly versions: readonly DifferenceVersion[];
}

/** What is left to decide in an open note. */
export interface NoteDifferences {
  readonly uri: string;
  /** Document version that the ranges belong to. */
  readonly version: number;
  /** In the order of the note. */
  readonly differences: readonly NoteDifference[];
}

/** Client → server: what a merge or `termlens compare --adjudicate` left to decide in an open note. */
export const noteDifferencesRequest = new RequestType<{ readonly uri: string }, NoteDifferences, void>(
  'termlens/noteDifferences',
);

/**
 * Client → server: decides a difference: the version `id` and those of its side stay, with `keep` `all` every one, and
 * none of them is to be decided any more. Answers what is left, or null when there was nothing to decide.
 */
export const decideDifferenceRequest = new RequestType<
  { readonly uri: string; readonly id: string; readonly keep: 'this' | 'all' },
  NoteDifferences | null,
  void
>('termlens/decideDifference');

export type MergeOutcome =
  | { readonly kind: 'merged'; readonly file: string; readonly differences: number }
  /** There are no conflict markers in the file, and no other file was named. */
  | { readonly kind: 'nothing'; readonly file: string };

/**
 * Client → server: merges the two versions that git left in the annotation file of a note (or that is named itself), or
 * with `other` the annotations of another file of this note into it. What both changed is left to decide.
 */
export const mergeAnnotationsRequest = new RequestType<
  { readonly uri: string; readonly other?: string },
  MergeOutcome,
  void
>('termlens/mergeAnnotations');

/** What to tell of a merge. */
export function describeOutcome({ file, ...outcome }: MergeOutcome): string {
  const name = file.replace(/^.*[/\\]/u, '');
  if (outcome.kind === 'nothing') {
    return `There is nothing to merge: ${name} has no conflict markers.`;
  }
  const { differences } = outcome;
  const left =
    differences === 1 ? '1 difference is' : `${differences.toLocaleString('en-US')} differences are`;
  return differences === 0
    ? `${name} is merged; there is nothing to decide.`
    : `${name} is merged; ${left} left to decide. “Next Difference” goes to the first.`;
}

/** The attribute of annotations that are a version of a difference. */
export const differenceAttribute = 'Adjudicate';

import type { ImportProblem } from '../../vocabulary/importProblem.ts';

/** A mention with the concepts that people found in it. */
export interface EvaluationMention {
  /** As the corpus has it. */
  readonly mention: string;
  /** Of a composite mention that the corpus has written out ("ovarian cancer", "other cancers"), its parts. */
  readonly parts?: readonly string[];
  /** What must all be found, each with the identifiers that are right; none for NIL: no concept fits. */
  readonly gold: readonly (readonly string[])[];
  /** As the corpus names it: `Disease`. */
  readonly type?: string;
  readonly document?: EvaluationDocument;
  /** UTF-16 code units in the document's text, from `start` to before `end`; nothing where it is not known. */
  readonly range?: { readonly start: number; readonly end: number };
}

export interface EvaluationDocument {
  readonly id: string;
  /** Nothing where the corpus has the mentions alone. */
  readonly text?: string;
}

/** What a reader made of a corpus; what it could not read stands beside. */
export interface Corpus {
  readonly mentions: readonly EvaluationMention[];
  readonly problems: readonly ImportProblem[];
}

/** What is looked up: the mention, or its parts where the corpus gives them. */
export function searchedTexts({ mention, parts }: EvaluationMention): readonly string[] {
  return parts ?? [mention];
}

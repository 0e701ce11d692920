import { NotificationType0, RequestType, type Range } from 'vscode-languageserver-protocol';
import type { Attribute, ConceptDetails } from './messages.ts';

type WorkDoneToken = string | number;

/** A concept that another one refers to. */
export interface RelatedConcept {
  readonly curie: string;
  /** None where no vocabulary in use has it. */
  readonly preferredName?: string;
}

/** What there is to say of a concept, with the names of those that it refers to. */
export interface ConceptPage {
  /** With the names that users added to it. */
  readonly concept: ConceptDetails;
  readonly vocabularyTitle: string;
  readonly parents: readonly RelatedConcept[];
  readonly crossReferences: readonly RelatedConcept[];
  readonly replacedBy: readonly RelatedConcept[];
}

/** Client → server: a concept as `termlens/concept` gives it and what it refers to, or null. */
export const conceptPageRequest = new RequestType<{ readonly curie: string }, ConceptPage | null, void>(
  'termlens/conceptPage',
);

/** A place in a note that is linked to a concept. */
export interface ConceptMention {
  readonly uri: string;
  /** The note's path in its workspace folder, with `/`. */
  readonly path: string;
  /** In the note as its file holds it; the last piece ends it where it is interrupted. */
  readonly range: Range;
  readonly text: string;
  readonly attributes: readonly Attribute[];
}

export interface ConceptMentions {
  /** By note, then by position. */
  readonly mentions: readonly ConceptMention[];
  /** How many there are, where not all of them are listed. */
  readonly total: number;
}

/** Client → server: the mentions of a concept in the notes of the workspace folders. Progress, cancellation. */
export const conceptMentionsRequest = new RequestType<
  { readonly curie: string; readonly workDoneToken?: WorkDoneToken },
  ConceptMentions,
  void
>('termlens/conceptMentions');

/** Whether somebody has gone through a note; `changed` where it or its annotations are no longer as they were then. */
export type ReviewState = 'done' | 'changed';

/** A note of a workspace folder. */
export interface FolderNote {
  readonly uri: string;
  /** Its path in its workspace folder, with `/`. */
  readonly path: string;
  /** Left out while it is open. */
  readonly review?: ReviewState;
}

/** What a note's `.ann` file holds. */
export interface NoteSummary extends FolderNote {
  readonly mentions: number;
  /** Different ones. */
  readonly concepts: number;
  /** Annotations whose text stands no longer in the note. */
  readonly unplaced: number;
  /** Why nothing could be read. */
  readonly problem?: string;
}

export interface ConceptCount {
  readonly curie: string;
  readonly preferredName: string;
  readonly mentions: number;
  readonly notes: number;
}

export interface FolderSummary {
  readonly uri: string;
  readonly name: string;
  /** Those with annotations, by path. */
  readonly notes: readonly NoteSummary[];
  /** Text files beside which there are none, by path. */
  readonly notesWithout: readonly FolderNote[];
  readonly mentions: number;
  /** Different ones. */
  readonly concepts: number;
  /** The most frequent ones, most frequent first. */
  readonly topConcepts: readonly ConceptCount[];
}

/** Client → server: what is annotated in each workspace folder on this machine. Progress, cancellation. */
export const folderSummaryRequest = new RequestType<
  { readonly workDoneToken?: WorkDoneToken },
  readonly FolderSummary[],
  void
>('termlens/folderSummary');

/** Server → client: annotation files or workspace folders changed, and with them the summary. */
export const folderSummaryChanged = new NotificationType0('termlens/folderSummaryChanged');

/** Client → server: marks notes as done, as their files are now, or as not done. They lie in workspace folders. */
export const markNotesRequest = new RequestType<
  { readonly uris: readonly string[]; readonly isDone: boolean },
  null,
  void
>('termlens/markNotes');

/** A note that two people annotated, and in how many places they differ. */
export interface ComparedNote {
  /** In the folder of each. */
  readonly path: string;
  readonly differences: number;
  /** Of the two annotation files. */
  readonly annotationUris: readonly [a: string, b: string];
}

/** How far two folders with the same notes agree; a share of nothing is left out. */
export interface FolderAgreement {
  readonly folderUri: string;
  /** Paths in the workspace folder, with `/`. */
  readonly a: string;
  readonly b: string;
  /** By path; those with the same text that both annotated. */
  readonly notes: readonly ComparedNote[];
  readonly differences: number;
  readonly figures: {
    readonly sameSpanF1?: number;
    readonly overlappingSpanF1?: number;
    /** Spans that overlap and share a concept. */
    readonly linkedSpanF1?: number;
    /** Of overlapping spans, those on which both have the same concepts, and Cohen's kappa of that. */
    readonly sameConcepts?: number;
    readonly conceptKappa?: number;
    /** Cohen's kappa of words, in a span or not. */
    readonly wordKappa?: number;
  };
}

/**
 * Client → server: how far folders side by side that hold the same notes agree, such as `anna/1.txt` and `ben/1.txt`.
 * Progress, cancellation.
 */
export const folderAgreementRequest = new RequestType<
  { readonly workDoneToken?: WorkDoneToken },
  readonly FolderAgreement[],
  void
>('termlens/folderAgreement');

import { NotificationType, RequestType, RequestType0, type Range } from 'vscode-languageserver-protocol';

/**
 * A concept proposed for a mention; `score` in [0, 1] is the probability that it is right, 1 for a name that only
 * one concept has.
 */
export interface Candidate {
  readonly curie: string;
  readonly preferredName: string;
  readonly matchedName: string;
  readonly matchType: 'exact' | 'lexical' | 'semantic';
  readonly score: number;
  readonly vocabulary: string;
  readonly semanticTypes: readonly string[];
  /** Where else the concept is: under the same identifier, with names of the user's own. */
  readonly sameAs?: readonly { readonly curie: string; readonly vocabulary: string }[];
  /** How near the matched name is: by its letters in [0, 1], by its meaning in [-1, 1]. */
  readonly evidence: { readonly lexical?: number; readonly semantic?: number };
}

export interface LinkResult {
  readonly mention: string;
  /** What was looked up in its stead: abbreviations written out that the mention's note defines. */
  readonly expansion?: string;
  /** Best first; none when nothing is good enough. */
  readonly candidates: readonly Candidate[];
}

/** Client → server: the concepts that each mention may mean; result `i` belongs to `mentions[i]`. */
export const linkRequest = new RequestType<
  { readonly mentions: readonly string[]; readonly candidateCount?: number },
  readonly LinkResult[],
  void
>('termlens/link');

/** Client → server: concepts for a search box, also by the beginnings of words; best first, no threshold. */
export const searchConceptsRequest = new RequestType<
  { readonly query: string; readonly candidateCount?: number },
  readonly Candidate[],
  void
>('termlens/searchConcepts');

/** What is said of an annotation or suggestion: `Negated`, `Historical`, or with a value `Experiencer`, `Other`. */
export interface Attribute {
  readonly name: string;
  readonly value?: string;
}

/** A mention that the server found in a note and the user has not decided on. */
export interface Suggestion {
  /** Unique within its note while the server runs. */
  readonly id: string;
  /** From its first word to its last. */
  readonly range: Range;
  /** What of it names the concept: the range, or more than one where the mention is interrupted. */
  readonly ranges: readonly Range[];
  readonly text: string;
  /** At least one, best first. */
  readonly candidates: readonly Candidate[];
  /** What the note says of the mention: none where it is simply stated of the patient now. */
  readonly attributes: readonly Attribute[];
}

/** A span of a note that is linked to concepts, as the note's `.ann` file holds it. */
export interface NoteAnnotation {
  readonly id: string;
  readonly type: string;
  /** More than one where the span is interrupted. */
  readonly ranges: readonly Range[];
  readonly text: string;
  readonly concepts: readonly { readonly curie: string; readonly preferredName: string }[];
  /** Left out where there are none; other tools' attributes, too. */
  readonly attributes?: readonly Attribute[];
  /** What annotators noted on it; left out where there is nothing. */
  readonly comments?: readonly string[];
}

export interface NoteState {
  readonly uri: string;
  /** Document version that the ranges belong to. */
  readonly version: number;
  readonly annotations: readonly NoteAnnotation[];
  readonly suggestions: readonly Suggestion[];
  /** Whether the last decision can be undone, or made again: the text is what it was then. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Client → server: finds mentions in a whole open note. Supports progress and cancellation. */
export const annotateRequest = new RequestType<
  { readonly textDocument: { readonly uri: string }; readonly workDoneToken?: string | number },
  readonly Suggestion[],
  void
>('termlens/annotate');

/** Client → server: the annotations and suggestions of an open note. */
export const noteStateRequest = new RequestType<{ readonly uri: string }, NoteState, void>(
  'termlens/noteState',
);

/** Server → client: annotations or suggestions of a note changed (decisions, edits, its file). */
export const noteStateChanged = new NotificationType<NoteState>('termlens/noteStateChanged');

export interface AddAnnotationParams {
  readonly uri: string;
  readonly range: Range;
  readonly curie: string;
}

/** Client → server: links a span of an open note to a concept and stores it; the same twice is stored once. */
export const addAnnotationRequest = new RequestType<AddAnnotationParams, NoteAnnotation, void>(
  'termlens/addAnnotation',
);

/** Client → server: removes an annotation. Answers what was removed, or null when it was gone already. */
export const removeAnnotationRequest = new RequestType<
  { readonly uri: string; readonly id: string },
  NoteAnnotation | null,
  void
>('termlens/removeAnnotation');

/** Client → server: accepts suggestions, each with the named or its first concept. Answers how many. */
export const acceptSuggestionsRequest = new RequestType<
  { readonly uri: string; readonly accepted: readonly { readonly id: string; readonly curie?: string }[] },
  number,
  void
>('termlens/acceptSuggestions');

/** Client → server: rejects suggestions, so that they are not suggested again. Answers how many. */
export const rejectSuggestionsRequest = new RequestType<
  { readonly uri: string; readonly ids: readonly string[] },
  number,
  void
>('termlens/rejectSuggestions');

export interface ConceptDetails {
  readonly curie: string;
  readonly preferredName: string;
  readonly synonyms: readonly {
    readonly name: string;
    readonly scope: string;
    readonly abbreviation: boolean;
  }[];
  readonly semanticTypes: readonly string[];
  readonly definition?: string;
  readonly vocabulary: string;
  /** Identifiers of concepts that are more general. */
  readonly parents?: readonly string[];
  /** Identifiers of the same or a near meaning in other vocabularies. */
  readonly crossReferences?: readonly string[];
  /** Identifiers that once stood for it. */
  readonly alternativeIds?: readonly string[];
  /** No longer to be used. */
  readonly obsolete?: boolean;
  /** What to use instead of an obsolete concept. */
  readonly replacedBy?: readonly string[];
}

/** Client → server: everything a vocabulary says of a concept, or null. */
export const conceptRequest = new RequestType<{ readonly curie: string }, ConceptDetails | null, void>(
  'termlens/concept',
);

export interface VocabularyInfo {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  readonly source: string;
  readonly conceptCount: number;
  readonly nameCount: number;
  readonly vectorEngine: string;
  readonly folder: string;
}

/** Client → server: the vocabularies in use, in order of preference. */
export const vocabulariesRequest = new RequestType0<readonly VocabularyInfo[], void>('termlens/vocabularies');

export interface ServerStatus {
  /** `starting`: encoder or vocabulary not there yet; `failed`: `message` says what the user can do. */
  readonly state: 'starting' | 'ready' | 'sleeping' | 'failed';
  readonly message?: string;
  readonly encoder?: {
    readonly modelId: string;
    readonly modelTitle: string;
    readonly precision: string;
    readonly executionProvider: string;
    readonly dimensions: number;
    /** The processor's or graphics card's name, where it is known. */
    readonly device?: string;
    /** As measured when the device was chosen, or of the last long work. */
    readonly namesPerSecond?: number;
    /** Resident memory of the encoder process. */
    readonly memoryBytes?: number;
    /** One line for each execution provider that was tried in vain. */
    readonly notices: readonly string[];
    readonly processId?: number;
  };
  readonly vocabularies: readonly VocabularyInfo[];
}

/** Client → server: what is loaded, on which device. */
export const statusRequest = new RequestType0<ServerStatus, void>('termlens/status');

/** Server → client: the status changed. */
export const statusChanged = new NotificationType<ServerStatus>('termlens/statusChanged');

/**
 * `workspace/executeCommand` of the server, for code actions and hover links in any editor: one argument,
 * `AddAnnotationParams`. Answers the annotation's id.
 */
export const annotateCommand = 'termlens.server.annotate';

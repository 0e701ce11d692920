import { NotificationType0, RequestType, RequestType0 } from 'vscode-languageserver-protocol';
import type { NetworkSettings } from './encoderMessages.ts';
import type { ConceptDetails, VocabularyInfo } from './messages.ts';

/** A vocabulary on this machine, whether the settings have it searched or not. */
export interface InstalledVocabulary extends Omit<VocabularyInfo, 'vectorEngine'> {
  /** It comes with TermLens and stays. */
  readonly bundled: boolean;
  /** It lies in a team's database, and is not this machine's to change. */
  readonly shared: boolean;
  /** Searched, in the order of the list; the others follow. */
  readonly inUse: boolean;
  /**
   * `outdated`: another encoder made its vectors, so it cannot be searched until they are made anew;
   * `damaged`: it cannot be read, and has to be added again.
   */
  readonly state: 'ready' | 'outdated' | 'damaged';
  /** What its vectors were made with, such as "starter, fp32". */
  readonly encoder?: string;
  readonly vectorEngine?: string;
  /** Of all its files on this machine. */
  readonly bytes: number;
}

/** Client → server: every vocabulary on this machine, those in use first and in their order. */
export const installedVocabulariesRequest = new RequestType0<readonly InstalledVocabulary[], void>(
  'termlens/installedVocabularies',
);

type WorkDoneToken = string | number;

/** Where a vocabulary is taken from. */
export type VocabularyOrigin =
  /** A file, folder or archive on this machine. */
  | { readonly kind: 'path'; readonly path: string }
  /** Rows of a table, as somebody pasted them. */
  | { readonly kind: 'rows'; readonly text: string }
  /** One of {@link knownVocabulariesRequest}, which is fetched. */
  | { readonly kind: 'known'; readonly id: string }
  /** `https://` or `http://`; fetched. */
  | { readonly kind: 'address'; readonly address: string };

/** A vocabulary that TermLens knows where to get. */
export interface KnownVocabularyInfo {
  readonly id: string;
  readonly title: string;
  /** What else people call it. */
  readonly aliases: readonly string[];
  readonly publisher: string;
  readonly homepage: string;
  readonly licence: string;
  readonly licenceAddress: string;
  /** About. */
  readonly concepts: number;
  /** Of what is fetched, about; missing where it cannot be fetched. */
  readonly bytes?: number | undefined;
  /** Where it is fetched from; `{year}` is the release's. */
  readonly address?: string | undefined;
  /** Where the user gets it instead, because it takes an account or the acceptance of a licence. */
  readonly bring?: { readonly page: string; readonly why: string; readonly file: string } | undefined;
  /** Missing where it is not installed. */
  readonly installedVersion?: string;
}

/** Client → server: the vocabularies that can be added by name. Opens no connection. */
export const knownVocabulariesRequest = new RequestType0<readonly KnownVocabularyInfo[], void>(
  'termlens/knownVocabularies',
);

export interface AddVocabularyParams {
  readonly origin: VocabularyOrigin;
  /** Of lower-case letters, digits, "-" and "_"; a known vocabulary's own, or made of the file's name, when left out. */
  readonly id?: string;
  readonly title?: string;
  /** For what is fetched; nothing is while `termlens.offline` is set. */
  readonly network?: NetworkSettings;
  readonly workDoneToken?: WorkDoneToken;
}

export interface AddedVocabulary {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly conceptCount: number;
  readonly nameCount: number;
  /** As people know the format that it was read from. */
  readonly format: string;
  /** Records that could not be read. */
  readonly problemCount: number;
  /** The first of them, each with file and line. */
  readonly problems: readonly string[];
}

/**
 * Client → server: makes a vocabulary part of the store, in a process of its own. Progress, cancellation; what was
 * encoded when it is cancelled is not encoded again. The same release twice changes nothing.
 */
export const addVocabularyRequest = new RequestType<AddVocabularyParams, AddedVocabulary, void>(
  'termlens/addVocabulary',
);

/** Client → server: makes a vocabulary's vectors anew with the encoder in use. Progress, cancellation. */
export const rebuildVocabularyRequest = new RequestType<
  { readonly id: string; readonly workDoneToken?: WorkDoneToken },
  null,
  void
>('termlens/rebuildVocabulary');

/** Client → server: removes a vocabulary that was added. */
export const removeVocabularyRequest = new RequestType<{ readonly id: string }, null, void>(
  'termlens/removeVocabulary',
);

/** Client → server: vocabularies were added, changed or removed; what is there now is searched from now on. */
export const refreshVocabulariesNotification = new NotificationType0('termlens/refreshVocabularies');

/** A table of own concepts: the user's, or a workspace folder's, which a team shares. */
export interface OwnVocabularyInfo {
  /** What requests name it by, and the vocabulary of its concepts. */
  readonly id: string;
  readonly title: string;
  /** It need not be there yet. */
  readonly file: string;
  /** URI of the workspace folder that it is of; none for the user's. */
  readonly workspaceFolder?: string;
}

export interface OwnVocabularies {
  /** In order of preference: those of the workspace folders, then the user's. */
  readonly vocabularies: readonly OwnVocabularyInfo[];
  /** What the next concept is called unless somebody says otherwise. */
  readonly nextIdentifier: string;
  /** Those that the vocabularies have, the commonest first. */
  readonly semanticTypes: readonly string[];
}

/** Client → server: where own concepts can be added. */
export const ownVocabulariesRequest = new RequestType0<OwnVocabularies, void>('termlens/ownVocabularies');

/** A concept as it is stored now, and the table that holds what was added. */
export interface OwnConceptDetails extends ConceptDetails {
  readonly file: string;
  /** Of its row, counted from 1. */
  readonly line: number;
}

export interface AddConceptParams {
  /** Of an `OwnVocabularyInfo`; the user's when left out. */
  readonly vocabulary?: string;
  /** The next free one when left out. */
  readonly curie?: string;
  readonly preferredName: string;
  readonly synonyms?: readonly string[];
  readonly semanticTypes?: readonly string[];
  readonly definition?: string;
}

/** Client → server: adds a concept of the user's own, which is searched when the answer is there. */
export const addConceptRequest = new RequestType<AddConceptParams, OwnConceptDetails, void>(
  'termlens/addConcept',
);

export interface AddSynonymParams {
  /** Of an `OwnVocabularyInfo`; the user's when left out. */
  readonly vocabulary?: string;
  /** Of a concept of any vocabulary. */
  readonly curie: string;
  readonly name: string;
  /** Whether the name is a short form; judged by its letters when left out. */
  readonly abbreviation?: boolean;
}

/** Client → server: adds a name to a concept, which is searched when the answer is there; the same twice is once. */
export const addSynonymRequest = new RequestType<AddSynonymParams, OwnConceptDetails, void>(
  'termlens/addSynonym',
);

import { NotificationType0, RequestType, RequestType0 } from 'vscode-languageserver-protocol';
import type { ConceptDetails } from './messages.ts';

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

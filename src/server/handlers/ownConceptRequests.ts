import type { Connection, FileEvent } from 'vscode-languageserver/node';
import {
  addConceptRequest,
  addSynonymRequest,
  ownVocabulariesRequest,
} from '../../protocol/vocabularyMessages.ts';
import { answer, type LogBug } from './answer.ts';
import { addConcept, addSynonym, listOwnVocabularies, type OwnConceptsContext } from './ownConcepts.ts';

/** Answers those requests of `protocol/vocabularyMessages.ts` that are about users' own concepts. */
export function registerOwnConceptRequests(
  connection: Connection,
  context: OwnConceptsContext,
  logBug: LogBug,
): void {
  const list = answer(() => listOwnVocabularies(context), logBug);
  connection.onRequest(ownVocabulariesRequest, (token) => list(undefined, token));
  connection.onRequest(
    addConceptRequest,
    answer((params, signal) => addConcept(context, params, signal), logBug),
  );
  connection.onRequest(
    addSynonymRequest,
    answer((params, signal) => addSynonym(context, params, signal), logBug),
  );
}

/** Whether a table of own concepts is among the files that the client saw change. */
export function concernsOwnConcepts(changes: readonly FileEvent[]): boolean {
  return changes.some(({ uri }) => /\/(?:\.termlens|own)\/concepts\.tsv$/u.test(uri));
}

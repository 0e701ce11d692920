import type { Connection, FileEvent } from 'vscode-languageserver/node';
import {
  addConceptRequest,
  addSynonymRequest,
  ownVocabulariesRequest,
  refreshVocabulariesNotification,
} from '../../protocol/vocabularyMessages.ts';
import { answer, type LogBug } from './answer.ts';
import { addConcept, addSynonym, listOwnVocabularies, type OwnConceptsContext } from './ownConcepts.ts';

/** Answers the messages of `protocol/vocabularyMessages.ts`. */
export function registerVocabularyRequests(
  connection: Connection,
  context: OwnConceptsContext,
  logBug: LogBug,
): void {
  connection.onNotification(refreshVocabulariesNotification, () => {
    context.engine.refreshVocabularies().catch(context.tellError);
  });
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

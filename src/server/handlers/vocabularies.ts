import type { Connection } from 'vscode-languageserver/node';
import { refreshVocabulariesNotification } from '../../protocol/vocabularyMessages.ts';
import type { Engine } from '../engine.ts';

interface VocabularyContext {
  readonly engine: Engine;
  /** Tells the user of what went wrong where nobody waits for an answer. */
  readonly tellError: (error: unknown) => void;
}

/** Answers the messages of `protocol/vocabularyMessages.ts`. */
export function registerVocabularyRequests(
  connection: Connection,
  { engine, tellError }: VocabularyContext,
): void {
  connection.onNotification(refreshVocabulariesNotification, () => {
    engine.refreshVocabularies().catch(tellError);
  });
}

import type { NoteStates } from '../noteStates.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { ServerConnection } from '../serverConnection.ts';
import { annotateDocument } from './annotateDocument.ts';
import type { CommandName } from './commandNames.ts';
import { linkSelection, searchForConcept } from './linkSelection.ts';
import { removeAnnotation } from './removeAnnotation.ts';
import { acceptSuggestion, moveToSuggestion, rejectSuggestion } from './reviewSuggestions.ts';

export interface CommandOptions {
  readonly server: ServerConnection;
  readonly noteStates: NoteStates;
  readonly reportFailure: ReportFailure;
  readonly whileWorking: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly showOutput: () => void;
  readonly showStatus: () => Promise<void>;
}

export type CommandHandlers = Readonly<Record<CommandName, (argument: unknown) => Promise<void> | void>>;

/** What each command does; each tells a failure by throwing it. */
export function createCommandHandlers(options: CommandOptions): CommandHandlers {
  const { server, noteStates } = options;
  return {
    linkSelection: (argument) => linkSelection(options, argument),
    searchConcepts: () => searchForConcept(options),
    annotateDocument: () => annotateDocument(options),
    nextSuggestion: () => moveToSuggestion(noteStates, 'next'),
    previousSuggestion: () => moveToSuggestion(noteStates, 'previous'),
    acceptSuggestion: (argument) => acceptSuggestion(options, argument),
    rejectSuggestion: (argument) => rejectSuggestion(options, argument),
    removeAnnotation: (argument) => removeAnnotation(server, noteStates, argument),
    restartServer: () => server.restart(),
    showOutput: options.showOutput,
    showStatus: options.showStatus,
  };
}

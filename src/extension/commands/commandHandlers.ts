import { refreshVocabulariesNotification } from '../../protocol/vocabularyMessages.ts';
import type { NoteStates } from '../noteStates.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { ServerConnection } from '../serverConnection.ts';
import { addConcept } from './addConcept.ts';
import { addSynonym } from './addSynonym.ts';
import { addVocabulary } from './addVocabulary.ts';
import { annotateDocument } from './annotateDocument.ts';
import { filterAnnotations, revealAnnotation } from './annotationView.ts';
import { benchmarkEncoder } from './benchmarkEncoder.ts';
import type { StorePassword } from '../storePassword.ts';
import type { AnnotationTree } from '../views/annotations/annotationTree.ts';
import type { Differences } from '../differences/differences.ts';
import type { ConceptPanel } from '../views/concept/conceptPanel.ts';
import type { FolderTree } from '../views/folder/folderTree.ts';
import type { CommandName } from './commandNames.ts';
import { keepAllVersions, keepDifference, moveToDifference } from './decideDifferences.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { exportAnnotations } from './exportAnnotations.ts';
import { importAnnotations } from './importAnnotations.ts';
import { installCuda } from './installCuda.ts';
import { linkSelection, searchForConcept } from './linkSelection.ts';
import { markNote } from './markNote.ts';
import { mergeAnnotations } from './mergeAnnotations.ts';
import type { OwnConceptOptions } from './ownConceptOptions.ts';
import {
  manageVocabularies,
  moveInOrder,
  rebuildVocabulary,
  removeVocabulary,
  revealVocabulary,
} from './manageVocabularies.ts';
import { acceptAllOfNote } from './acceptAll.ts';
import { chooseConcepts, commentAnnotation, resizeSpan } from './changeAnnotation.ts';
import { undoDecision } from './undoDecision.ts';
import { exportMappings, mapTerms } from './mapTerms.ts';
import { removeAnnotation } from './removeAnnotation.ts';
import { acceptSuggestion, moveToSuggestion, rejectSuggestion } from './reviewSuggestions.ts';
import { selectEncoder } from './selectEncoder.ts';
import { selectExecutionProvider } from './selectExecutionProvider.ts';
import { showAgreement } from './showAgreement.ts';
import { showConcept } from './showConcept.ts';
import { toggleIdentifiers } from './toggleIdentifiers.ts';
import { setStorePassword } from './setStorePassword.ts';

export interface CommandOptions extends EncoderCommandOptions, OwnConceptOptions {
  readonly server: ServerConnection;
  readonly storePassword: StorePassword;
  readonly noteStates: NoteStates;
  readonly differences: Differences;
  readonly annotationTree: AnnotationTree;
  readonly folderTree: FolderTree;
  readonly conceptPanel: ConceptPanel;
  readonly reportFailure: ReportFailure;
  readonly showOutput: () => void;
  readonly showReviewKeys: () => Promise<void>;
  readonly showStatus: () => Promise<void>;
}

export type CommandHandlers = Readonly<Record<CommandName, (argument: unknown) => Promise<void> | void>>;

/** What each command does; each tells a failure by throwing it. */
export function createCommandHandlers(options: CommandOptions): CommandHandlers {
  const { server, noteStates, annotationTree } = options;
  return {
    linkSelection: (argument) => linkSelection(options, argument),
    searchConcepts: () => searchForConcept(options),
    annotateDocument: () => annotateDocument(options),
    nextSuggestion: () => moveToSuggestion(noteStates, 'next'),
    previousSuggestion: () => moveToSuggestion(noteStates, 'previous'),
    acceptSuggestion: (argument) => acceptSuggestion(options, argument),
    rejectSuggestion: (argument) => rejectSuggestion(options, argument),
    removeAnnotation: (argument) => removeAnnotation(server, noteStates, argument),
    acceptAllAbove: () => acceptAllOfNote(server, noteStates),
    chooseConcepts: () => chooseConcepts(options),
    widenSpan: (argument) => resizeSpan(options, 'widen', argument),
    shrinkSpan: (argument) => resizeSpan(options, 'shrink', argument),
    commentAnnotation: () => commentAnnotation(options),
    undoDecision: () => undoDecision(options, 'undo'),
    redoDecision: () => undoDecision(options, 'redo'),
    showReviewKeys: options.showReviewKeys,
    mergeAnnotations: (argument) => mergeAnnotations(options, argument),
    nextDifference: () => moveToDifference(options, 'next'),
    previousDifference: () => moveToDifference(options, 'previous'),
    keepDifference: (argument) => keepDifference(options, argument),
    keepAllVersions: (argument) => keepAllVersions(options, argument),
    addConcept: (argument) => addConcept(options, argument),
    addSynonym: (argument) => addSynonym(options, argument),
    groupAnnotationsByPosition: () => annotationTree.setGrouping('position'),
    groupAnnotationsByConcept: () => annotationTree.setGrouping('concept'),
    groupAnnotationsBySemanticGroup: () => annotationTree.setGrouping('semanticGroup'),
    filterAnnotations: () => {
      filterAnnotations(annotationTree);
    },
    clearAnnotationFilter: () => {
      annotationTree.setFilter('');
    },
    revealAnnotation: (argument) => revealAnnotation(noteStates, argument),
    toggleIdentifiers: () => toggleIdentifiers(),
    showConcept: (argument) => showConcept(options, argument),
    refreshFolderSummary: () => {
      options.folderTree.refresh();
    },
    markNoteDone: (argument) => markNote(server, argument, true),
    markNoteNotDone: (argument) => markNote(server, argument, false),
    showAgreement: (argument) => showAgreement(options, argument),
    mapTerms: () => mapTerms(options),
    exportMappings: () => exportMappings(server),
    importAnnotations: () => importAnnotations(options),
    exportAnnotations: () => exportAnnotations(options),
    addVocabulary: () => addVocabulary(options),
    manageVocabularies: () => manageVocabularies(),
    refreshVocabularies: () => {
      server.notify0(refreshVocabulariesNotification);
    },
    removeVocabulary: (argument) => removeVocabulary(options, argument),
    rebuildVocabulary: (argument) => rebuildVocabulary(options, argument),
    revealVocabulary: (argument) => revealVocabulary(options, argument),
    moveVocabularyUp: (argument) => moveInOrder(options, argument, -1),
    moveVocabularyDown: (argument) => moveInOrder(options, argument, 1),
    selectEncoder: () => selectEncoder(options),
    selectExecutionProvider: () => selectExecutionProvider(options),
    benchmarkEncoder: () => benchmarkEncoder(options),
    installCuda: () => installCuda(options),
    setStorePassword: () => setStorePassword(options),
    restartServer: () => server.restart(),
    showOutput: options.showOutput,
    showStatus: options.showStatus,
  };
}

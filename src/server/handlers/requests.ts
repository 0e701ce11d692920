import type { Connection } from 'vscode-languageserver/node';
import {
  acceptSuggestionsRequest,
  addAnnotationRequest,
  annotateRequest,
  conceptRequest,
  linkRequest,
  noteStateRequest,
  rejectSuggestionsRequest,
  removeAnnotationRequest,
  searchConceptsRequest,
  statusRequest,
  vocabulariesRequest,
  type ConceptDetails,
  type NoteAnnotation,
  type NoteState,
} from '../../protocol/messages.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import type { Annotation } from '../../core/annotation/annotation.ts';
import { describeVocabulary } from '../describe.ts';
import type { Engine } from '../engine.ts';
import type { LiveAnnotation } from '../liveAnnotation.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { annotateNote } from './annotate.ts';
import { answer, type LogBug } from './answer.ts';
import { acceptSuggestions, addAnnotation } from './decisions.ts';
import { toNoteAnnotation, toNoteState, toSuggestion } from './noteState.ts';

interface RequestContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
  readonly liveAnnotation: LiveAnnotation;
}

/** Answers the requests of `protocol/messages.ts`. */
export function registerRequests(connection: Connection, context: RequestContext, logBug: LogBug): void {
  const { engine, notes } = context;

  connection.onRequest(
    linkRequest,
    answer(async ({ mentions, candidateCount }, signal) => {
      using opened = await engine.lease();
      return await opened.linker.link(
        mentions,
        { ...engine.linkOptions, ...(candidateCount && { candidateCount }) },
        { signal },
      );
    }, logBug),
  );
  connection.onRequest(
    searchConceptsRequest,
    answer(async ({ query, candidateCount }, signal) => {
      using opened = await engine.lease();
      return await opened.linker.search(
        query,
        { ...engine.linkOptions, candidateCount: candidateCount ?? 20 },
        signal,
      );
    }, logBug),
  );
  connection.onRequest(
    conceptRequest,
    answer(({ curie }) => findConcept(engine, curie), logBug),
  );
  const listVocabularies = answer(async () => {
    using opened = await engine.lease();
    return opened.stores.map(describeVocabulary);
  }, logBug);
  connection.onRequest(vocabulariesRequest, (token) => listVocabularies(undefined, token));
  connection.onRequest(statusRequest, () => engine.status);

  connection.onRequest(
    annotateRequest,
    answer(async ({ textDocument: { uri }, workDoneToken }, signal) => {
      const progress = connection.window.attachWorkDoneProgress(workDoneToken);
      progress.begin('Finding mentions', 0, '', true);
      try {
        const suggestions = await annotateNote(context, uri, signal, progress);
        context.liveAnnotation.follow(uri);
        const { document } = notes.require(uri).noteDocument;
        return suggestions.map((suggestion) => toSuggestion(document, suggestion));
      } finally {
        progress.done();
      }
    }, logBug),
  );
  connection.onRequest(
    noteStateRequest,
    answer(async ({ uri }): Promise<NoteState> => {
      const note = notes.require(uri);
      await note.settled();
      return toNoteState(uri, note);
    }, logBug),
  );
  const describe = (uri: string, annotation: Annotation): NoteAnnotation =>
    toNoteAnnotation(notes.require(uri).noteDocument.document, annotation);
  connection.onRequest(
    addAnnotationRequest,
    answer(async (params) => describe(params.uri, await addAnnotation(context, params)), logBug),
  );
  connection.onRequest(
    removeAnnotationRequest,
    answer(async ({ uri, id }) => {
      const removed = await notes.require(uri).remove(id);
      return removed ? describe(uri, removed) : null;
    }, logBug),
  );
  connection.onRequest(
    acceptSuggestionsRequest,
    answer(({ uri, accepted }) => acceptSuggestions(context, uri, accepted), logBug),
  );
  connection.onRequest(
    rejectSuggestionsRequest,
    answer(({ uri, ids }) => notes.require(uri).reject(ids), logBug),
  );
}

async function findConcept(engine: Engine, curie: string): Promise<ConceptDetails | null> {
  using opened = await engine.lease();
  const [concept] = await findConcepts(opened.stores, [curie]);
  return concept ?? null;
}

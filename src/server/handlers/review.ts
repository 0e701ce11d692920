import type { Connection, Range } from 'vscode-languageserver/node';
import type { TextRange } from '../../core/annotation/annotation.ts';
import { textOfRanges } from '../../core/annotation/ranges.ts';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import { resizeSpan } from '../../core/mentionDetection/resizeSpan.ts';
import {
  changeAnnotationRequest,
  redoDecisionRequest,
  resizeRequest,
  undoDecisionRequest,
  type ChangeAnnotationParams,
  type ResizeParams,
} from '../../protocol/reviewMessages.ts';
import { contextOf } from '../documentContexts.ts';
import type { Engine } from '../engine.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import type { ReviewedNote } from '../notes/reviewedNote.ts';
import type { PendingSuggestion } from '../notes/suggestionSet.ts';
import { answer, type LogBug } from './answer.ts';
import { findKnownConcepts } from './decisions.ts';
import { toNoteAnnotation } from './noteState.ts';

interface ReviewContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
}

/** Answers the requests of `protocol/reviewMessages.ts`. */
export function registerReviewRequests(connection: Connection, context: ReviewContext, logBug: LogBug): void {
  const { notes } = context;
  connection.onRequest(
    resizeRequest,
    answer((params, signal) => resize(context, params, signal), logBug),
  );
  connection.onRequest(
    changeAnnotationRequest,
    answer(async (params) => {
      const note = notes.require(params.uri);
      const changed = await changeAnnotation(context, note, params);
      return changed ? toNoteAnnotation(note.noteDocument.document, changed) : null;
    }, logBug),
  );
  connection.onRequest(
    undoDecisionRequest,
    answer(async ({ uri }) => {
      const note = notes.require(uri);
      return toRange(note, await note.undo());
    }, logBug),
  );
  connection.onRequest(
    redoDecisionRequest,
    answer(async ({ uri }) => {
      const note = notes.require(uri);
      return toRange(note, await note.redo());
    }, logBug),
  );
}

async function resize(
  { engine, notes }: ReviewContext,
  { uri, id, ...resizing }: ResizeParams,
  signal: AbortSignal,
): Promise<Range | null> {
  const note = notes.require(uri);
  const text = note.noteDocument.document.getText();
  const annotation = note.annotations.find((known) => known.id === id);
  const suggestion = note.suggestions.find((known) => known.id === id);
  const { ranges } = annotation ?? suggestion ?? {};
  const resized = ranges && resizeSpan(text, ranges, resizing);
  const [first, last] = [resized?.[0], resized?.at(-1)];
  if (resized === ranges || !resized || !first || !last) {
    return null;
  }
  const span = { start: first.start, end: last.end };
  if (annotation) {
    return (await note.change(id, { ranges: resized })) ? toRange(note, span) : null;
  }
  if (!suggestion) {
    return null;
  }
  const wanted = { ...span, ranges: resized, text: textOfRanges(text, resized), attributes: [] };
  const candidates = await findCandidates(engine, note, wanted.text, suggestion, signal);
  return (await note.replaceSuggestion(id, { ...wanted, candidates }, text)) ? toRange(note, span) : null;
}

/** What the longer or shorter mention may mean; what it was suggested for stays to choose from. */
async function findCandidates(
  engine: Engine,
  { noteDocument }: ReviewedNote,
  mention: string,
  before: PendingSuggestion,
  signal: AbortSignal,
): Promise<PendingSuggestion['candidates']> {
  using opened = await engine.lease();
  const document = contextOf(noteDocument.document);
  const [result] = await opened.linker.link([mention], engine.linkOptions, { signal, document });
  return distinctConcepts([...(result?.candidates ?? []), ...before.candidates]).slice(
    0,
    engine.linkOptions.candidateCount,
  );
}

async function changeAnnotation(
  { engine }: ReviewContext,
  note: ReviewedNote,
  { id, curies, comment }: ChangeAnnotationParams,
): ReturnType<ReviewedNote['change']> {
  const known = note.annotations.find((annotation) => annotation.id === id)?.concepts ?? [];
  const added = curies?.filter((curie) => !known.some((concept) => concept.curie === curie)) ?? [];
  using opened = await engine.lease();
  const found = await findKnownConcepts(opened.stores, added);
  const all = [...known, ...found];
  const concepts = curies?.flatMap((curie) => all.find((concept) => concept.curie === curie) ?? []);
  return await note.change(id, { ...(concepts && { concepts }), ...(comment !== undefined && { comment }) });
}

function toRange({ noteDocument: { document } }: ReviewedNote, range: TextRange | undefined): Range | null {
  return range ? { start: document.positionAt(range.start), end: document.positionAt(range.end) } : null;
}

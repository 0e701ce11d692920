import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationChange } from '../../core/annotation/changeAnnotation.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import { createNoteSearch, type NoteSearch } from '../../core/linking/mentions/noteSearch.ts';
import { createContextReader } from '../../core/mentionDetection/context/mentionContext.ts';
import type { NoteDocument } from '../noteDocument.ts';
import { DecisionLostError, type AnnotatedNote } from './annotatedNote.ts';
import { createDecisionHistory, type Decision } from './decisionHistory.ts';
import { editsBetween } from './editsBetween.ts';
import type { RejectedSpan } from './rejections.ts';
import { requireAnnotated } from './noteUnavailable.ts';
import { openNoteLayers, type LayersMoment, type LayersOptions, type NoteLayers } from './noteLayers.ts';
import {
  createSuggestions,
  leaveOutTaken,
  moveSuggestions,
  pendingOf,
  readContexts,
  type PendingSuggestion,
} from './suggestionSet.ts';

/** An open note as it is now, as far as its files were read. */
export interface OpenNote {
  readonly noteDocument: NoteDocument;
  readonly annotations: readonly Annotation[];
  readonly suggestions: readonly PendingSuggestion[];
  readonly rejections: readonly RejectedSpan[];
  readonly search: NoteSearch;
  /** Whether the last decision can be undone, or made again: no text was edited since. */
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/**
 * An open note with what was found in it and what was decided on that. Its changes are made one after another, in the
 * order they were asked for.
 */
export interface ReviewedNote extends OpenNote {
  /** Resolves once the changes that were asked for so far are done, reading the files among them. */
  settled(): Promise<void>;
  /** Reads the files. */
  load(): Promise<void>;
  changed(noteDocument: NoteDocument): void;
  saved(): Promise<void>;
  /** The note's files may have changed on disk. */
  reload(): Promise<void>;
  /** @throws {NoteUnavailableError} for a note that is not saved yet. */
  add(wanted: readonly NewAnnotation[]): Promise<readonly Annotation[]>;
  /** Nothing where the annotation is gone. */
  remove(id: string): Promise<Annotation | undefined>;
  change(id: string, change: AnnotationChange): Promise<Annotation | undefined>;
  /** Runs `task`, which may write the annotation file; it can be undone if it was a decision at a place of the note. */
  changeFile<Result>(task: () => Promise<Result>, at?: TextRange): Promise<Result>;
  /** They are not suggested again, as long as their text stays; how many there were. */
  reject(ids: readonly string[]): Promise<number>;
  /** Puts a suggestion of another span, which the user chose, in the place of one; false when that is gone. */
  replaceSuggestion(id: string, mention: NoteMention, searchedText: string): Promise<boolean>;
  /** `mentions` lie in `searchedText`, which may have been edited since; those whose text was are left out. */
  setFound(mentions: readonly NoteMention[], searchedText: string): readonly PendingSuggestion[];
  /** Undoes the last decision; where it was made, or nothing when there is none. @throws {DecisionLostError} */
  undo(): Promise<TextRange | undefined>;
  redo(): Promise<TextRange | undefined>;
}

export interface ReviewedNoteOptions extends LayersOptions {
  onChanged(cause: ChangeCause): void;
}

/** What changed a note's state: its text was edited, or something was decided, found or read. */
export type ChangeCause = 'edit' | 'other';

interface Moment {
  readonly layers: LayersMoment;
  readonly resized: readonly PendingSuggestion[];
  readonly text: string;
}

export function createReviewedNote(opened: NoteDocument, options: ReviewedNoteOptions): ReviewedNote {
  let noteDocument = opened;
  /** Nothing until the files were read. */
  let layers: NoteLayers | undefined;
  let found: readonly PendingSuggestion[] = [];
  /** Suggestions whose span the user changed; they go before those that were found. */
  let resized: readonly PendingSuggestion[] = [];
  let suggestions: readonly PendingSuggestion[] = [];
  let suggestionCount = 0;
  let tail: Promise<unknown> = Promise.resolve();
  const search = createNoteSearch();
  const context = createContextReader();
  const history = createDecisionHistory<Moment>();

  const textNow = (): string => noteDocument.document.getText();

  const show = (cause: ChangeCause): void => {
    const all = [...resized, ...leaveOutTaken(found, resized)].sort((a, b) => a.start - b.start);
    suggestions = pendingOf(all, {
      annotations: layers?.annotated?.annotations ?? [],
      rejected: layers?.rejected.spans ?? [],
    });
    options.onChanged(cause);
  };

  const reportProblems = ({ problems }: AnnotatedNote): void => {
    const [first] = problems;
    // What git left in the file is told by `mergeOffers.ts`, with what to do about it.
    if (first && !problems.some(({ isConflictMarker }) => isConflictMarker)) {
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more lines)` : '';
      options.onProblem(
        `${first.file}, line ${first.line}: ${first.message}${more} The lines are kept as they are.`,
      );
    }
  };

  const open = async (): Promise<NoteLayers> => {
    const textAtOpening = textNow();
    const opening = await openNoteLayers(noteDocument.uri, textAtOpening, options);
    const text = textNow();
    if (text !== textAtOpening) {
      opening.edit([{ start: 0, end: textAtOpening.length, text }], text);
    }
    layers = opening;
    if (opening.annotated) {
      reportProblems(opening.annotated);
    }
    return opening;
  };

  const inTurn = <Result>(task: (opened: NoteLayers) => Promise<Result>): Promise<Result> => {
    const result = tail.then(async () => {
      const done = await task(layers ?? (await open()));
      show('other');
      return done;
    });
    tail = result.catch(() => undefined);
    return result;
  };

  const momentOf = (current: NoteLayers): Moment => ({ layers: current.moment(), resized, text: textNow() });

  /** Makes a decision that can be undone. `at` is where, unless its outcome says it. */
  const decide = <Result>(
    task: (layers: NoteLayers) => Promise<{ readonly result: Result; readonly at: TextRange | undefined }>,
  ): Promise<Result> =>
    inTurn(async (current) => {
      // What others did meanwhile is no part of the decision.
      await current.reload();
      const moment = momentOf(current);
      const { result, at } = await task(current);
      if (at && !isSameMoment(moment, momentOf(current))) {
        history.made({ moment, at });
      }
      return result;
    });

  const goTo = (
    decision: () => Decision<Moment> | undefined,
    onDone: (moment: Moment) => void,
  ): Promise<TextRange | undefined> =>
    inTurn(async (current) => {
      const wanted = decision();
      if (wanted === undefined) {
        return undefined;
      }
      const { moment, at } = wanted;
      const before = momentOf(current);
      try {
        await current.goBackTo(moment.layers);
      } catch (error) {
        if (error instanceof DecisionLostError && moment.text === textNow()) {
          history.clear();
        }
        throw error;
      }
      ({ resized } = moment);
      onDone(before);
      return at;
    });

  const requireFile = ({ annotated }: NoteLayers): AnnotatedNote =>
    requireAnnotated(annotated, noteDocument.uri);

  return {
    get noteDocument() {
      return noteDocument;
    },
    get annotations() {
      return layers?.annotated?.annotations ?? [];
    },
    get suggestions() {
      return suggestions;
    },
    get rejections() {
      return layers?.rejected.spans ?? [];
    },
    search,
    get canUndo() {
      return history.lastMade?.moment.text === textNow();
    },
    get canRedo() {
      return history.lastUndone?.moment.text === textNow();
    },
    async settled() {
      await tail;
    },
    load: () => inTurn(() => Promise.resolve()),
    changed(changed) {
      noteDocument = changed;
      const { lastEdits } = changed;
      const text = textNow();
      layers?.edit(lastEdits, text);
      const move = (spans: readonly PendingSuggestion[]): PendingSuggestion[] =>
        readContexts(moveSuggestions(spans, lastEdits, text), text, context);
      found = move(found);
      resized = move(resized);
      show('edit');
    },
    saved: () => inTurn((current) => current.saved()),
    reload: () =>
      inTurn(async (current) => {
        if ((await current.reload()) && current.annotated) {
          reportProblems(current.annotated);
        }
      }),
    add(wanted) {
      const text = textNow();
      return decide(async (current) => {
        const annotated = requireFile(current);
        const result = await annotated.add(wanted, text);
        if (annotated.waitsForSave) {
          options.onProblem(
            'The annotation is stored when the note is saved: its text is not in the file yet.',
          );
        }
        return { result, at: result[0]?.ranges[0] };
      });
    },
    remove: (id) =>
      decide(async (current) => {
        const result = await requireFile(current).remove(id);
        return { result, at: result?.ranges[0] };
      }),
    change(id, change) {
      const text = textNow();
      return decide(async (current) => {
        const result = await requireFile(current).change(id, change, text);
        return { result, at: result?.ranges[0] };
      });
    },
    changeFile: (task, at) =>
      decide(async (current) => ({ result: await requireFile(current).changeFile(task), at })),
    reject: (ids) =>
      decide(async ({ rejected }) => {
        const wanted = suggestions.filter(({ id }) => ids.includes(id));
        const spans = wanted.map(({ ranges }) => ranges);
        if (spans.length > 0) {
          await rejected.add(spans, textNow());
        }
        return { result: spans.length, at: wanted[0] };
      }),
    replaceSuggestion: (id, mention, searchedText) =>
      decide(() => {
        const text = textNow();
        const [moved] = moveSuggestions([{ ...mention, id }], editsBetween(searchedText, text), text);
        const known = suggestions.find((suggestion) => suggestion.id === id);
        if (moved && known) {
          resized = [
            ...resized.filter((suggestion) => suggestion.id !== id),
            ...readContexts([moved], text, context),
          ];
        }
        return Promise.resolve({ result: moved !== undefined && known !== undefined, at: moved });
      }),
    setFound(mentions, searchedText) {
      const text = textNow();
      const moved = moveSuggestions(mentions, editsBetween(searchedText, text), text);
      found = createSuggestions(readContexts(moved, text, context), found, suggestionCount + 1);
      suggestionCount += found.length;
      show('other');
      return suggestions;
    },
    undo: () => goTo(() => history.lastMade, history.undone),
    redo: () => goTo(() => history.lastUndone, history.madeAgain),
  };
}

function isSameMoment(a: Moment, b: Moment): boolean {
  return (
    a.resized === b.resized &&
    a.layers.annotated?.inEditor === b.layers.annotated?.inEditor &&
    a.layers.annotated?.onDisk === b.layers.annotated?.onDisk &&
    a.layers.rejected.inEditor === b.layers.rejected.inEditor
  );
}

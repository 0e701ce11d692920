import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationSet } from '../../core/annotation/annotationSet.ts';
import type { AnnotationChange } from '../../core/annotation/changeAnnotation.ts';
import { AnnotationSpanError, type NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import type { BratProblem } from '../../core/annotation/formats/brat.ts';
import type { TextEdit } from '../../core/annotation/textEdits.ts';
import { besideNote, inMemory, type AnnotationStorage } from './annotationStorage.ts';
import { findSame, follow, mapRanges } from './movedAnnotations.ts';
import { parseStoredAnnotations, readStoredAnnotations } from './storedAnnotations.ts';

/** A decision cannot be undone or made again any more. */
export class DecisionLostError extends Error {
  override readonly name = 'DecisionLostError';
}

/** The annotations of a moment, to go back to. */
export interface NoteMoment {
  readonly editorText: string;
  readonly inEditor: AnnotationSet;
  readonly onDisk: AnnotationSet;
  readonly waiting: readonly string[];
  /** How often others had changed the annotation file until then. */
  readonly changesOfOthers: number;
}

/**
 * The annotations of one open note, twice: as they lie in the editor's text, and as they lie in the note's
 * file, whose offsets the `.ann` file holds. Decisions go to both, edits only to the first, until the note is
 * saved. So the `.ann` file always fits the note's file, also when the editor is closed without saving.
 */
export interface AnnotatedNote {
  readonly annotations: readonly Annotation[];
  /** What could not be used of the `.ann` file; its lines are kept as they are. */
  readonly problems: readonly BratProblem[];
  /** Whether some annotation waits for the note to be saved, since its text is only in the editor yet. */
  readonly waitsForSave: boolean;
  /**
   * Annotates spans of `text`, which is what the editor showed when they were chosen; all or none of them.
   * @throws {AnnotationSpanError} when they lie outside, cover only white space, or their text was changed since.
   */
  add(wanted: readonly NewAnnotation[], text: string): Promise<readonly Annotation[]>;
  remove(id: string): Promise<Annotation | undefined>;
  /**
   * Changes an annotation; ranges lie in `text`. Nothing when it is gone.
   * @throws {AnnotationSpanError} as `add` does, also when new ranges cover text that is only in the editor yet.
   */
  change(id: string, change: AnnotationChange, text: string): Promise<Annotation | undefined>;
  /** Runs `task`, which may write the annotation file for the user, and reads that again. */
  changeFile<Result>(task: () => Promise<Result>): Promise<Result>;
  moment(): NoteMoment;
  /** @throws {DecisionLostError} when the text is another one now, or others changed the annotation file. */
  goBackTo(moment: NoteMoment): Promise<void>;
  /** The editor's text changed. */
  edit(edits: readonly TextEdit[], newText: string): void;
  /** The note was saved; the editor's text may have changed again since. */
  saved(): Promise<void>;
  /** The note or its `.ann` file may have been changed by someone else; whether it was. */
  reload(): Promise<boolean>;
}

/**
 * Reads the annotations of the note at `notePath` (nothing for one without a file), whose text in the editor is
 * `textAtOpening`.
 * @throws {AnnotationFileError} when they cannot be read.
 */
export async function openAnnotatedNote(
  notePath: string | undefined,
  textAtOpening: string,
  storage: AnnotationStorage = notePath === undefined ? inMemory() : besideNote(notePath),
): Promise<AnnotatedNote> {
  let editorText = textAtOpening;
  let changesOfOthers = 0;
  const atOpening = await readStoredAnnotations(notePath, storage, editorText);
  let { file } = atOpening;
  let onDisk = parseStoredAnnotations(atOpening);
  let inEditor = follow(onDisk, editorText);
  /** Annotations whose text is only in the editor yet, by their id there. */
  let waiting: readonly string[] = [];

  const write = async (set: AnnotationSet): Promise<void> => {
    file = await storage.write(file, set.serialize());
    onDisk = set;
  };

  /** The editor's annotations anew: those on disk, and those that wait. */
  const followDisk = (): void => {
    const unsaved = inEditor.annotations.filter(({ id }) => waiting.includes(id));
    const followed = follow(onDisk, editorText).addAll(unsaved);
    inEditor = followed.set;
    waiting = followed.annotations.map(({ id }) => id);
  };

  /** Takes in what the two files say now, after a save or by another program; whether that was new. */
  const readAgain = async (saved: boolean): Promise<boolean> => {
    const now = await readStoredAnnotations(notePath, storage, saved ? editorText : onDisk.noteText);
    const { noteText } = now;
    const noteChanged = noteText !== onDisk.noteText;
    const annotationsChanged = now.file.text !== file.text;
    if (!noteChanged && !annotationsChanged) {
      return false;
    }
    changesOfOthers += annotationsChanged ? 1 : 0;
    const mine = follow(inEditor, noteText);
    const arrived = noteChanged ? mine.annotations.filter(({ id }) => waiting.includes(id)) : [];
    // Of its own text the editor knows best where the annotations are.
    const mineFits = !annotationsChanged && (saved || noteText === editorText);
    file = now.file;
    onDisk = mineFits ? mine : parseStoredAnnotations(now).addAll(arrived).set;
    waiting = waiting.filter((id) => !arrived.some((annotation) => annotation.id === id));
    if (!mineFits) {
      followDisk();
    }
    return true;
  };

  const catchUp = (): void => {
    inEditor = onDisk.noteText === editorText ? onDisk : inEditor;
  };

  /** The annotation `id` once the files are read again, by which it may have another identifier. */
  const findAgain = async (id: string): Promise<Annotation | undefined> => {
    const wanted = inEditor.annotations.find((annotation) => annotation.id === id);
    return wanted && (await readAgain(false)) ? findSame(inEditor, wanted) : wanted;
  };

  const findOnDisk = (annotation: Annotation): Annotation | undefined => {
    const ranges = mapRanges(annotation.ranges, editorText, onDisk.noteText) ?? annotation.ranges;
    return findSame(onDisk, { ...annotation, ranges });
  };

  const toEditor = (ranges: readonly TextRange[], text: string): readonly TextRange[] => {
    const mapped = mapRanges(ranges, text, editorText);
    if (!mapped) {
      throw new AnnotationSpanError('The text to annotate was changed meanwhile. Select it again.');
    }
    return mapped;
  };

  return {
    get annotations() {
      return inEditor.annotations;
    },
    get problems() {
      return onDisk.problems;
    },
    get waitsForSave() {
      return waiting.length > 0;
    },
    async add(wanted, text) {
      await readAgain(false);
      const spans = wanted.map((annotation) => ({
        ...annotation,
        ranges: toEditor(annotation.ranges, text),
      }));
      const added = inEditor.addAll(spans);
      const placed = spans.map((annotation, i) => ({
        annotation,
        id: added.annotations[i]?.id ?? '',
        ranges: mapRanges(annotation.ranges, editorText, onDisk.noteText),
      }));
      const storable = placed.flatMap(({ annotation, ranges }) =>
        ranges ? [{ ...annotation, ranges }] : [],
      );
      const waitingBefore = waiting;
      inEditor = added.set;
      waiting = [...waiting, ...placed.filter(({ ranges }) => !ranges).map(({ id }) => id)];
      try {
        await write(onDisk.addAll(storable).set);
      } catch (error) {
        waiting = waitingBefore;
        followDisk();
        throw error;
      }
      catchUp();
      return added.annotations.map((annotation) => findSame(inEditor, annotation) ?? annotation);
    },
    async remove(id) {
      const removed = await findAgain(id);
      if (removed === undefined) {
        return undefined;
      }
      if (!waiting.includes(removed.id)) {
        const same = findOnDisk(removed);
        await write(same ? onDisk.remove(same.id) : onDisk);
      }
      inEditor = inEditor.remove(removed.id);
      waiting = waiting.filter((other) => other !== removed.id);
      catchUp();
      return removed;
    },
    async change(id, change, text) {
      const known = await findAgain(id);
      if (known === undefined) {
        return undefined;
      }
      const ranges = change.ranges && toEditor(change.ranges, text);
      const changed = inEditor.change(known.id, { ...change, ...(ranges && { ranges }) });
      if (!waiting.includes(known.id)) {
        const same = findOnDisk(known);
        const rangesOnDisk = ranges && mapRanges(ranges, editorText, onDisk.noteText);
        if (ranges && !rangesOnDisk) {
          throw new AnnotationSpanError('Save the note first: this text is not in its file yet.');
        }
        const changeOnDisk = { ...change, ...(rangesOnDisk && { ranges: rangesOnDisk }) };
        await write(same ? onDisk.change(same.id, changeOnDisk) : onDisk);
      }
      inEditor = changed;
      catchUp();
      return inEditor.annotations.find((annotation) => annotation.id === known.id);
    },
    async changeFile(task) {
      await readAgain(false);
      const changesBefore = changesOfOthers;
      const result = await task();
      await readAgain(false);
      changesOfOthers = changesBefore;
      return result;
    },
    moment: () => ({ editorText, inEditor, onDisk, waiting, changesOfOthers }),
    async goBackTo(moment) {
      await readAgain(false);
      if (moment.inEditor === inEditor && moment.onDisk === onDisk) {
        return;
      }
      if (moment.changesOfOthers !== changesOfOthers) {
        throw new DecisionLostError(
          'The annotation file was changed by another program since, so this decision stays. Change it by hand.',
        );
      }
      if (moment.editorText !== editorText) {
        throw new DecisionLostError(
          'The text was edited since this decision. Undo those edits first, or change the annotation by hand.',
        );
      }
      const isSameOnDisk = moment.onDisk.noteText === onDisk.noteText;
      if (!isSameOnDisk && onDisk.noteText !== editorText) {
        throw new DecisionLostError(
          'The note was saved and edited since this decision. Save it, then try again.',
        );
      }
      await write(isSameOnDisk ? moment.onDisk : moment.inEditor);
      inEditor = moment.inEditor;
      waiting = isSameOnDisk ? moment.waiting : [];
      catchUp();
    },
    edit(edits, newText) {
      editorText = newText;
      if (newText === onDisk.noteText) {
        // Back at the saved text, by undo: what the edits did to annotations is undone as well.
        inEditor = onDisk;
        waiting = [];
      } else {
        inEditor = inEditor.applyEdits(edits, newText).set;
        // An annotation that the edit took away waits for nothing any more.
        waiting = waiting.filter((id) => inEditor.annotations.some((annotation) => annotation.id === id));
      }
    },
    async saved() {
      await readAgain(true);
      await write(onDisk);
    },
    reload: () => readAgain(false),
  };
}

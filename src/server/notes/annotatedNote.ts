import { readFile } from 'node:fs/promises';
import type { Annotation, ConceptReference, TextRange } from '../../core/annotation/annotation.ts';
import {
  readAnnotationFile,
  writeAnnotationFile,
  type AnnotationFile,
} from '../../core/annotation/annotationFile.ts';
import {
  createAnnotationSet,
  type AnnotationSet,
  type NewAnnotation,
} from '../../core/annotation/annotationSet.ts';
import { applyEdits, type TextEdit } from '../../core/annotation/textEdits.ts';
import { editsBetween } from './editsBetween.ts';

/**
 * The annotations of one open note, twice: as they lie in the editor's text, and as they lie in the note's
 * file, whose offsets the `.ann` file holds. Decisions go to both, edits only to the first, until the note is
 * saved. So the `.ann` file always fits the note's file, also when the editor is closed without saving.
 */
export interface AnnotatedNote {
  readonly annotations: readonly Annotation[];
  /** What could not be used of the `.ann` file; its lines are kept as they are. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  /** Whether some annotation waits for the note to be saved, since its text is only in the editor yet. */
  readonly waitsForSave: boolean;
  /**
   * Annotates spans of `text`, which is what the editor showed when they were chosen; all or none of them.
   * @throws {RangeError} when they lie outside, cover only white space, or their text was changed since.
   */
  add(wanted: readonly NewAnnotation[], text: string): Promise<readonly Annotation[]>;
  remove(id: string): Promise<Annotation | undefined>;
  /** The editor's text changed. */
  edit(edits: readonly TextEdit[], newText: string): void;
  /** The note was saved; the editor's text may have changed again since. */
  saved(): Promise<void>;
  /** The note or its `.ann` file may have been changed by someone else; whether it was. */
  reload(): Promise<boolean>;
}

/**
 * Reads the annotations of the note at `notePath`, whose text in the editor is `textAtOpening`.
 * @throws {AnnotationFileError} when the `.ann` file cannot be read.
 */
export async function openAnnotatedNote(notePath: string, textAtOpening: string): Promise<AnnotatedNote> {
  let editorText = textAtOpening;
  let { file, set: onDisk } = await load(notePath, editorText);
  let inEditor = follow(onDisk, editorText);
  /** Annotations whose text is only in the editor yet, by their id there. */
  let waiting: readonly string[] = [];

  const write = async (set: AnnotationSet): Promise<void> => {
    file = await writeAnnotationFile(file, set.serialize());
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
    const now = await load(notePath, saved ? editorText : onDisk.noteText);
    const { noteText } = now.set;
    const noteChanged = noteText !== onDisk.noteText;
    const annotationsChanged = now.file.text !== file.text;
    if (!noteChanged && !annotationsChanged) {
      return false;
    }
    const mine = follow(inEditor, noteText);
    const arrived = noteChanged ? mine.annotations.filter(({ id }) => waiting.includes(id)) : [];
    // Of its own text the editor knows best where the annotations are.
    const mineFits = !annotationsChanged && (saved || noteText === editorText);
    file = now.file;
    onDisk = mineFits ? mine : now.set.addAll(arrived).set;
    waiting = waiting.filter((id) => !arrived.some((annotation) => annotation.id === id));
    if (!mineFits) {
      followDisk();
    }
    return true;
  };

  const catchUp = (): void => {
    inEditor = onDisk.noteText === editorText ? onDisk : inEditor;
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
      const spans = wanted.map((annotation) => {
        const ranges = mapRanges(annotation.ranges, text, editorText);
        if (!ranges) {
          throw new RangeError('The text to annotate was changed meanwhile. Select it again.');
        }
        return { ...annotation, ranges };
      });
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
      const wanted = inEditor.annotations.find((annotation) => annotation.id === id);
      // Read again, the annotation may have another id.
      const removed = wanted && (await readAgain(false)) ? findSame(inEditor, wanted) : wanted;
      if (removed === undefined) {
        return undefined;
      }
      if (!waiting.includes(removed.id)) {
        const ranges = mapRanges(removed.ranges, editorText, onDisk.noteText) ?? removed.ranges;
        const same = findSame(onDisk, { ...removed, ranges });
        await write(same ? onDisk.remove(same.id) : onDisk);
      }
      inEditor = inEditor.remove(removed.id);
      waiting = waiting.filter((other) => other !== removed.id);
      catchUp();
      return removed;
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

/** The `.ann` file and what it says of the note's file; annotations that moved there are looked for. */
async function load(
  notePath: string,
  editorText: string,
): Promise<{ file: AnnotationFile; set: AnnotationSet }> {
  const file = await readAnnotationFile(notePath);
  const note = await readNote(notePath);
  const options = { noteHasByteOrderMark: note?.hasByteOrderMark ?? false };
  const set = createAnnotationSet(file.text ?? '', note?.text ?? editorText, file.path, options);
  return { file, set: set.reanchor().set };
}

function follow(set: AnnotationSet, text: string): AnnotationSet {
  return set.noteText === text ? set : set.applyEdits(editsBetween(set.noteText, text), text).set;
}

/** The ranges in another version of the text, or nothing when their text is not the same there. */
function mapRanges(ranges: readonly TextRange[], from: string, to: string): readonly TextRange[] | undefined {
  if (from === to) {
    return ranges;
  }
  const carrier: Annotation = { id: '', type: '', ranges, text: '', concepts: [] };
  const [moved] = applyEdits([carrier], editsBetween(from, to), to).annotations;
  const sameText = moved?.ranges.every((range, i) => {
    const before = ranges[i];
    return before && to.slice(range.start, range.end) === from.slice(before.start, before.end);
  });
  return moved && sameText && moved.ranges.length === ranges.length ? moved.ranges : undefined;
}

function findSame(set: AnnotationSet, wanted: Annotation): Annotation | undefined {
  return set.annotations.find(
    ({ type, ranges, concepts }) =>
      type === wanted.type &&
      JSON.stringify(ranges) === JSON.stringify(wanted.ranges) &&
      sameConcepts(concepts, wanted.concepts),
  );
}

function sameConcepts(a: readonly ConceptReference[], b: readonly ConceptReference[]): boolean {
  return a.length === b.length && a.every(({ curie }) => b.some((other) => other.curie === curie));
}

/** The note's text as its file holds it; nothing when it has no file yet, or one that is not UTF-8. */
async function readNote(path: string): Promise<{ text: string; hasByteOrderMark: boolean } | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    const hasByteOrderMark = text.startsWith('\ufeff');
    return { text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark };
  } catch (error) {
    if (error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

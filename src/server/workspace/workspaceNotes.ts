import { basename, join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type {
  ConceptMention,
  ConceptMentions,
  FolderNote,
  FolderSummary,
  NoteSummary,
  ReviewState,
} from '../../protocol/viewMessages.ts';
import { countConcepts } from './countConcepts.ts';
import { findNotes, type FoundNote } from './findNotes.ts';
import { createNoteCounter, type NoteCounts } from './noteCounts.ts';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import { createReviewedNotes } from './reviewedNotes.ts';
import { readStoredNote, StoredNoteError } from './storedNote.ts';

export interface WorkspaceNotes {
  /** What is annotated in each of the folders, in their order. */
  summarize(roots: readonly string[], work: Work): Promise<readonly FolderSummary[]>;
  /** Where a concept is mentioned in the folders. */
  findMentions(roots: readonly string[], curie: string, work: Work): Promise<ConceptMentions>;
}

interface Work {
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

interface CountedNote extends FoundNote {
  readonly root: string;
  readonly counts: NoteCounts;
}

/** Read at the same time. */
const notesAtOnce = 8;
const mostTopConcepts = 100;
const mostMentions = 2_000;

/** Reads the notes of folders; what has not changed since is not read again. */
export function createWorkspaceNotes(): WorkspaceNotes {
  const counter = createNoteCounter();
  const reviewedNotes = createReviewedNotes();

  const countNotes = async (
    found: readonly { readonly root: string; readonly note: FoundNote }[],
    { signal, onProgress }: Work,
  ): Promise<CountedNote[]> => {
    const counted: CountedNote[] = [];
    for (let first = 0; first < found.length; first += notesAtOnce) {
      signal.throwIfAborted();
      onProgress(first, found.length);
      const batch = found.slice(first, first + notesAtOnce);
      counted.push(
        ...(await Promise.all(
          batch.map(async ({ root, note }) => ({ ...note, root, counts: await counter.count(root, note) })),
        )),
      );
    }
    return counted;
  };

  const findAll = async (
    roots: readonly string[],
    { signal }: Work,
  ): Promise<
    readonly {
      readonly root: string;
      readonly annotated: readonly FoundNote[];
      readonly otherTexts: readonly string[];
    }[]
  > => {
    const all = [];
    for (const root of roots) {
      all.push({ root, ...(await findNotes(root, signal)) });
    }
    return all;
  };

  return {
    async summarize(roots, work) {
      const folders = await findAll(roots, work);
      const counted = await countNotes(
        folders.flatMap(({ root, annotated }) => annotated.map((note) => ({ root, note }))),
        work,
      );
      const summaries: FolderSummary[] = [];
      for (const { root, otherTexts } of folders) {
        const notes = counted.filter((note) => note.root === root);
        const paths = [...notes.map(({ path }) => path), ...otherTexts];
        const reviews = await reviewedNotes.read(root, paths, work.signal);
        summaries.push(summarizeFolder(root, notes, otherTexts, reviews));
      }
      return summaries;
    },
    async findMentions(roots, curie, work) {
      const folders = await findAll(roots, work);
      const counted = await countNotes(
        folders.flatMap(({ root, annotated }) => annotated.map((note) => ({ root, note }))),
        work,
      );
      const having = counted.filter(({ counts }) => counts.concepts.has(curie));
      const mentions: ConceptMention[] = [];
      for (const note of having) {
        work.signal.throwIfAborted();
        if (mentions.length < mostMentions) {
          mentions.push(...(await readMentions(note, curie)));
        }
      }
      const total = having.reduce((sum, { counts }) => sum + (counts.concepts.get(curie)?.mentions ?? 0), 0);
      return { mentions: mentions.slice(0, mostMentions), total };
    },
  };
}

function summarizeFolder(
  root: string,
  notes: readonly CountedNote[],
  otherTexts: readonly string[],
  reviews: ReadonlyMap<string, ReviewState>,
): FolderSummary {
  const describe = (path: string): FolderNote => {
    const review = reviews.get(path);
    return { uri: URI.file(join(root, path)).toString(), path, ...(review !== undefined && { review }) };
  };
  const concepts = countConcepts(notes.map(({ counts }) => counts));
  return {
    uri: URI.file(root).toString(),
    name: basename(root),
    notes: notes.map(({ path, counts }): NoteSummary => ({
      ...describe(path),
      mentions: counts.mentions,
      concepts: counts.concepts.size,
      unplaced: counts.unplaced,
      ...(counts.problem !== undefined && { problem: counts.problem }),
    })),
    notesWithout: [...otherTexts].sort().map(describe),
    mentions: notes.reduce((sum, { counts }) => sum + counts.mentions, 0),
    concepts: concepts.length,
    topConcepts: concepts.slice(0, mostTopConcepts),
  };
}

/** None in a note that went away since it was counted. */
async function readMentions(note: CountedNote, curie: string): Promise<readonly ConceptMention[]> {
  try {
    return await mentionsIn(note, curie);
  } catch (error) {
    if (error instanceof StoredNoteError || error instanceof AnnotationFileError) {
      return [];
    }
    throw error;
  }
}

async function mentionsIn(
  { root, path }: FoundNote & { root: string },
  curie: string,
): Promise<readonly ConceptMention[]> {
  const notePath = join(root, path);
  const uri = URI.file(notePath).toString();
  const { annotations, noteText } = await readStoredNote(notePath);
  const document = TextDocument.create(uri, 'plaintext', 0, noteText);
  return annotations
    .filter(({ concepts }) => concepts.some((concept) => concept.curie === curie))
    .map(({ ranges, text, attributes = [] }) => ({
      uri,
      path,
      range: {
        start: document.positionAt(ranges[0]?.start ?? 0),
        end: document.positionAt(ranges.at(-1)?.end ?? 0),
      },
      text,
      attributes,
    }));
}

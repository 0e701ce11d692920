import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import type { AnnotationSet } from '../../core/annotation/annotationSet.ts';
import type { FoundNote } from './findNotes.ts';
import { readStamp, readStoredNote, StoredNoteError } from './storedNote.ts';

/** What is counted in one note. */
export interface NoteCounts {
  readonly mentions: number;
  readonly unplaced: number;
  /** How often each concept is mentioned, by its identifier. */
  readonly concepts: ReadonlyMap<string, { readonly preferredName: string; readonly mentions: number }>;
  /** Why nothing could be read. */
  readonly problem?: string;
}

/** Counts notes, and remembers those that have not changed since. */
export interface NoteCounter {
  count(root: string, note: FoundNote): Promise<NoteCounts>;
}

/** A few hundred bytes each. */
const rememberedNotes = 50_000;

export function createNoteCounter(): NoteCounter {
  const known = new LRUCache<string, { readonly stamp: string; readonly counts: NoteCounts }>({
    max: rememberedNotes,
  });
  return {
    async count(root, { path }) {
      const notePath = join(root, path);
      const stamp = await readStamp(notePath);
      const remembered = known.get(notePath);
      if (stamp !== '' && remembered?.stamp === stamp) {
        return remembered.counts;
      }
      const counts = await readCounts(notePath);
      known.set(notePath, { stamp, counts });
      return counts;
    },
  };
}

async function readCounts(notePath: string): Promise<NoteCounts> {
  try {
    return countAnnotations(await readStoredNote(notePath));
  } catch (error) {
    if (error instanceof StoredNoteError || error instanceof AnnotationFileError) {
      return { mentions: 0, unplaced: 0, concepts: new Map(), problem: error.message };
    }
    throw error;
  }
}

function countAnnotations({ annotations, unplaced }: AnnotationSet): NoteCounts {
  const concepts = new Map<string, { preferredName: string; mentions: number }>();
  for (const { curie, preferredName } of annotations.flatMap((annotation) => annotation.concepts)) {
    const known = concepts.get(curie);
    if (known === undefined) {
      concepts.set(curie, { preferredName, mentions: 1 });
    } else {
      known.mentions += 1;
    }
  }
  return { mentions: annotations.length, unplaced: unplaced.length, concepts };
}

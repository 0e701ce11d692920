import { createHash } from 'node:crypto';
import type { Concept } from '../concept.ts';
import type { ImportProblem } from '../importProblem.ts';
import type { VocabularySource } from '../vocabularySource.ts';
import type { OwnPlace } from './ownPlace.ts';
import { readOwnLines } from './ownTableFile.ts';
import { OwnTableError } from './ownTableErrors.ts';
import { mergeOwnRows, readOwnRows } from './readOwnRows.ts';

/** The concepts of one place, as far as they can be read. */
export interface OwnVocabulary {
  /** Nothing where there are no concepts yet. */
  readonly source: VocabularySource | undefined;
  readonly concepts: readonly Concept[];
  readonly problems: readonly ImportProblem[];
}

/** More are a vocabulary to be added; and whoever opens a stranger's folder does not wait for their encoding. */
const mostNames = 10_000;

/** Reads what there is; a file that cannot be read at all is a problem like any other. */
export async function readOwnVocabulary(place: OwnPlace): Promise<OwnVocabulary> {
  const { id, title, file } = place;
  const read = await readOwnLines(file).catch((error: unknown) => {
    if (error instanceof OwnTableError) {
      return { lines: [], problems: [{ file, line: 1, message: error.message.replace(`${file}: `, '') }] };
    }
    throw error;
  });
  if (!read) {
    return { source: undefined, concepts: [], problems: [] };
  }
  const rows = readOwnRows(read.lines, file);
  const merged = mergeOwnRows(rows, file);
  const kept = limitNames(merged.concepts);
  const tooMany = {
    file,
    line:
      (rows.rows.find(({ concept }) => concept.curie === merged.concepts[kept.length]?.curie)?.index ?? 0) +
      1,
    message: `the table has more than ${mostNames} names; those from here on are left out. Add it as a vocabulary: termlens vocabulary add.`,
  };
  const description = { id, title, version: '1', licence: 'your own', source: file };
  return {
    source:
      kept.length === 0
        ? undefined
        : {
            description,
            sourceSha256: createHash('sha256')
              .update(JSON.stringify([description, kept]))
              .digest('hex'),
            readConcepts: () => kept,
          },
    concepts: kept,
    problems: [
      ...read.problems,
      ...rows.problems,
      ...merged.problems,
      ...(kept.length < merged.concepts.length ? [tooMany] : []),
    ].sort((a, b) => a.line - b.line),
  };
}

function limitNames(concepts: readonly Concept[]): readonly Concept[] {
  let names = 0;
  const end = concepts.findIndex(({ synonyms }) => (names += 1 + synonyms.length) > mostNames);
  return end < 0 ? concepts : concepts.slice(0, end);
}

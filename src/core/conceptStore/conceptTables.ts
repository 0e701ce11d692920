import { DatabaseSync } from 'node:sqlite';
import type { Concept } from '../vocabulary/concept.ts';
import { namesOf } from './conceptNames.ts';
import { trigramTables } from './trigramIndex.ts';
import { writeTrigramIndex } from './trigramWriter.ts';

/** What is kept of a name while the store is built. */
export interface NameRow {
  readonly nameId: number;
  readonly name: string;
  readonly normalized: string;
  readonly abbreviation: boolean;
}

export interface WrittenConcepts {
  readonly conceptCount: number;
  readonly names: readonly NameRow[];
}

/** Others get their turn after so many concepts. */
const conceptsPerTurn = 2_000;

/** Joins several values in one cell; no identifier and no semantic type has it. */
export const cellSeparator = '|';

/**
 * Writes concepts and names into a new database at `file`, and indexes them by spelling, key, morphemes, words and
 * trigrams.
 */
export async function writeConceptTables(
  file: string,
  concepts: AsyncIterable<Concept> | Iterable<Concept>,
  signal?: AbortSignal,
): Promise<WrittenConcepts> {
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      PRAGMA journal_mode = OFF;
      CREATE TABLE concepts (concept_id INTEGER PRIMARY KEY, curie TEXT NOT NULL UNIQUE,
        preferred_name TEXT NOT NULL, semantic_types TEXT NOT NULL, definition TEXT, parents TEXT NOT NULL,
        cross_references TEXT NOT NULL, obsolete INTEGER NOT NULL, replaced_by TEXT NOT NULL);
      CREATE TABLE alternative_ids (curie TEXT PRIMARY KEY, concept_id INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE names (name_id INTEGER PRIMARY KEY, concept_id INTEGER NOT NULL REFERENCES concepts,
        name TEXT NOT NULL, normalized TEXT NOT NULL, name_key TEXT NOT NULL, morpheme_key TEXT NOT NULL,
        scope TEXT NOT NULL, preferred INTEGER NOT NULL, abbreviation INTEGER NOT NULL);
      ${trigramTables}
      CREATE VIRTUAL TABLE names_text USING fts5(normalized, content='names', content_rowid='name_id',
        tokenize='unicode61', prefix='2 3');
      BEGIN;`);
    const written = await insertConcepts(database, concepts, signal);
    writeTrigramIndex(
      database,
      written.names.filter(({ abbreviation }) => !abbreviation),
      written.names.length,
    );
    database.exec(`
      INSERT INTO names_text(names_text) VALUES ('rebuild');
      COMMIT;
      CREATE INDEX names_by_normalized ON names(normalized);
      CREATE INDEX names_by_key ON names(name_key);
      CREATE INDEX names_by_morphemes ON names(morpheme_key);
      CREATE INDEX names_by_concept ON names(concept_id);
      CREATE INDEX alternatives_by_concept ON alternative_ids(concept_id);
      ANALYZE;`);
    return written;
  } finally {
    database.close();
  }
}

async function insertConcepts(
  database: DatabaseSync,
  concepts: AsyncIterable<Concept> | Iterable<Concept>,
  signal: AbortSignal | undefined,
): Promise<WrittenConcepts> {
  const insertConcept = database.prepare('INSERT INTO concepts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertAlternative = database.prepare('INSERT OR IGNORE INTO alternative_ids VALUES (?, ?)');
  const insertName = database.prepare('INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const names: NameRow[] = [];
  const addNames = (conceptId: number, concept: Concept): void => {
    for (const { name, normalized, key, morphemeKey, scope, preferred, abbreviation } of namesOf(concept)) {
      const nameId = names.length;
      const row = [key, morphemeKey, scope, Number(preferred), Number(abbreviation)];
      insertName.run(nameId, conceptId, name, normalized, ...row);
      names.push({ nameId, name, normalized, abbreviation });
    }
  };
  let conceptCount = 0;
  for await (const concept of concepts) {
    if (conceptCount % conceptsPerTurn === 0) {
      signal?.throwIfAborted();
      await new Promise(setImmediate);
    }
    const { curie, preferredName, semanticTypes, definition, obsolete = false } = concept;
    const join = (values: readonly string[] = []): string => values.join(cellSeparator);
    const relations = [join(concept.parents), join(concept.crossReferences), Number(obsolete)];
    insertConcept.run(
      conceptCount,
      curie,
      preferredName,
      join(semanticTypes),
      definition ?? null,
      ...relations,
      join(concept.replacedBy),
    );
    for (const alternative of concept.alternativeIds ?? []) {
      insertAlternative.run(alternative, conceptCount);
    }
    addNames(conceptCount, concept);
    conceptCount++;
  }
  return { conceptCount, names };
}

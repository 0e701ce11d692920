import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Encoder } from '../encoder/encoder.ts';
import { replaceFolder } from '../replaceFolder.ts';
import type { Concept } from '../vocabulary/concept.ts';
import { nameKey } from '../vocabulary/nameKey.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { VocabularySource } from '../vocabulary/vocabularySource.ts';
import type { MadeWith, StoreManifest } from './conceptStore.ts';
import {
  databaseFile,
  draftPrefix,
  manifestFile,
  storeFormatVersion,
  storeLayout,
  vectorFolder,
} from './storeLayout.ts';
import { trigramTables, writeTrigramIndex } from './trigramIndex.ts';
import {
  chooseVectorEngine,
  createVectorWriter,
  orderForEngine,
  type VectorEngine,
} from './vectorEngines.ts';
import type { VectorWriter } from './vectorIndex.ts';

export interface BuildOptions {
  readonly dataFolder: string;
  readonly encoder: Encoder;
  /** Written down in the store. */
  readonly madeWith?: MadeWith;
  readonly signal?: AbortSignal | undefined;
  /** Names encoded so far, of all that are to be encoded. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Sorted by length within a request, so a large one leaves little padding. */
const namesPerRequest = 4096;

/** What is kept of a name while the store is built. */
interface NameRow {
  readonly nameId: number;
  readonly name: string;
  readonly normalized: string;
  readonly abbreviation: boolean;
}

/**
 * Builds a vocabulary's store beside its final place and moves it there whole, so that a build that is
 * killed or cancelled leaves the old store as it was. The caller holds the vocabulary's lock.
 */
export async function buildConceptStore(source: VocabularySource, options: BuildOptions): Promise<void> {
  const { id } = source.description;
  const { vocabularies, folder } = storeLayout(options.dataFolder, id);
  await mkdir(vocabularies, { recursive: true });
  const { concepts } = source.readConcepts();
  const draft = await mkdtemp(join(vocabularies, draftPrefix(id)));
  try {
    const names = writeDatabase(join(draft, databaseFile), concepts);
    const embedded = names.filter(({ abbreviation }) => !abbreviation);
    const vectorEngine = await writeVectors(join(draft, vectorFolder), embedded, options);
    const manifest: StoreManifest = {
      ...source.description,
      conceptCount: concepts.length,
      nameCount: names.length,
      sourceSha256: source.sourceSha256,
      encoderFingerprint: options.encoder.fingerprint,
      encoder: options.madeWith,
      dimensions: options.encoder.dimensions,
      vectorEngine,
      formatVersion: storeFormatVersion,
    };
    await writeFile(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    await replaceFolder(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** With the engine that suits so many names, which it returns. */
async function writeVectors(
  folder: string,
  names: readonly NameRow[],
  options: BuildOptions,
): Promise<VectorEngine> {
  const engine = await chooseVectorEngine(names.length, folder);
  const ordered = orderForEngine(engine, names);
  const writer = await createVectorWriter(engine, {
    folder,
    nameIds: ordered.map(({ nameId }) => nameId),
    dimensions: options.encoder.dimensions,
    signal: options.signal,
  });
  try {
    await encodeNames(ordered, options, writer);
    await writer.finish();
  } finally {
    await writer.close();
  }
  return engine;
}

/** Two requests are under way at a time: the names of one are tokenized while the one before is encoded. */
async function encodeNames(
  names: readonly NameRow[],
  options: BuildOptions,
  writer: VectorWriter,
): Promise<void> {
  const { encoder, signal, onProgress } = options;
  const request = async (start: number): Promise<Float32Array> => {
    const slice = names.slice(start, start + namesPerRequest).map(({ name }) => name);
    return encoder.encode(slice, {
      signal,
      priority: 'bulk',
      onProgress: (done) => onProgress?.(start + done, names.length),
    });
  };
  let next = request(0);
  for (let start = 0; start < names.length; start += namesPerRequest) {
    const current = next;
    const following = start + namesPerRequest;
    next = following < names.length ? request(following) : current;
    // Its failure is looked at in its turn; until then it must not count as unhandled.
    next.catch(() => undefined);
    await writer.add(await current);
  }
}

function writeDatabase(file: string, concepts: readonly Concept[]): NameRow[] {
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      PRAGMA journal_mode = OFF;
      CREATE TABLE concepts (concept_id INTEGER PRIMARY KEY, curie TEXT NOT NULL UNIQUE,
        preferred_name TEXT NOT NULL, semantic_types TEXT NOT NULL, definition TEXT);
      CREATE TABLE names (name_id INTEGER PRIMARY KEY, concept_id INTEGER NOT NULL REFERENCES concepts,
        name TEXT NOT NULL, normalized TEXT NOT NULL, name_key TEXT NOT NULL, scope TEXT NOT NULL,
        preferred INTEGER NOT NULL, abbreviation INTEGER NOT NULL);
      ${trigramTables}
      CREATE VIRTUAL TABLE names_text USING fts5(normalized, content='names', content_rowid='name_id',
        tokenize='unicode61', prefix='2 3');
      BEGIN;`);
    const rows = insertConcepts(database, concepts);
    writeTrigramIndex(
      database,
      rows.filter(({ abbreviation }) => !abbreviation),
      rows.length,
    );
    database.exec(`
      INSERT INTO names_text(names_text) VALUES ('rebuild');
      COMMIT;
      CREATE INDEX names_by_normalized ON names(normalized);
      CREATE INDEX names_by_key ON names(name_key);
      CREATE INDEX names_by_concept ON names(concept_id);
      ANALYZE;`);
    return rows;
  } finally {
    database.close();
  }
}

function insertConcepts(database: DatabaseSync, concepts: readonly Concept[]): NameRow[] {
  const insertConcept = database.prepare('INSERT INTO concepts VALUES (?, ?, ?, ?, ?)');
  const insertName = database.prepare('INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const rows: NameRow[] = [];
  concepts.forEach(({ curie, preferredName, semanticTypes, definition, synonyms }, conceptId) => {
    insertConcept.run(conceptId, curie, preferredName, semanticTypes.join('|'), definition ?? null);
    const seen = new Set<string>();
    const names = [{ name: preferredName, scope: 'exact', abbreviation: false }, ...synonyms];
    names.forEach(({ name, scope, abbreviation }, position) => {
      const normalized = normalizeName(name);
      // Spellings that differ in case or punctuation alone find the same mentions; one of them is enough.
      if (normalized !== '' && !seen.has(normalized)) {
        seen.add(normalized);
        const nameId = rows.length;
        insertName.run(
          nameId,
          conceptId,
          name,
          normalized,
          // The plural of an abbreviation is none of its spellings, nor are its letters in another order.
          abbreviation ? '' : nameKey(name),
          scope,
          Number(position === 0),
          Number(abbreviation),
        );
        rows.push({ nameId, name, normalized, abbreviation });
      }
    });
  });
  return rows;
}

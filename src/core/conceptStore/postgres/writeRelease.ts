import type { Concept } from '../../vocabulary/concept.ts';
import type { VocabularySource } from '../../vocabulary/vocabularySource.ts';
import { namesOf } from '../conceptNames.ts';
import { encodeNames, type EncodeNamesOptions } from '../encodeNames.ts';
import { gatherTrigrams } from '../trigramWriter.ts';
import type { VectorWriter } from '../vectorIndex.ts';
import type { Database } from './connect.ts';
import { createTables, type ReleaseTables } from './schema.ts';
import { formatVector } from './vectorText.ts';

interface WrittenName {
  readonly nameId: number;
  readonly name: string;
  readonly normalized: string;
  readonly abbreviation: boolean;
  readonly semanticTypes: readonly string[];
}

export interface WrittenRelease {
  readonly conceptCount: number;
  readonly nameCount: number;
  readonly vectorCount: number;
}

/** Some hundred kilobytes a statement. */
const conceptsPerStatement = 500;
const listsPerStatement = 500;
const vectorsPerStatement = 250;

/** Fills the tables of a release that nobody reads yet, without their indexes. */
export async function writeRelease(
  database: Database,
  source: VocabularySource,
  tables: ReleaseTables,
  options: EncodeNamesOptions,
): Promise<WrittenRelease> {
  const { encoder, signal } = options;
  await database.query(createTables(tables, encoder.dimensions));
  const { names, conceptCount } = await writeConcepts(database, source, tables, signal);
  const embedded = names.filter(({ abbreviation }) => !abbreviation);
  await writeTrigrams(database, tables, embedded, names.length, signal);
  await encodeNames(
    embedded.map(({ name }) => name),
    createVectorTable(database, tables, embedded, encoder.dimensions, signal),
    options,
  );
  return { conceptCount, nameCount: names.length, vectorCount: embedded.length };
}

async function writeConcepts(
  database: Database,
  source: VocabularySource,
  tables: ReleaseTables,
  signal: AbortSignal | undefined,
): Promise<{ names: WrittenName[]; conceptCount: number }> {
  const names: WrittenName[] = [];
  let conceptCount = 0;
  let concepts: Concept[] = [];
  const flush = async (): Promise<void> => {
    signal?.throwIfAborted();
    const first = conceptCount - concepts.length;
    const nameRows = concepts.flatMap((concept, i) =>
      namesOf(concept).map(({ name, normalized, key, morphemeKey, scope, preferred, abbreviation }) => {
        const nameId = names.length;
        names.push({ nameId, name, normalized, abbreviation, semanticTypes: concept.semanticTypes });
        const keys = { name_key: key, morpheme_key: morphemeKey };
        return {
          name_id: nameId,
          concept_id: first + i,
          name,
          normalized,
          ...keys,
          scope,
          preferred,
          abbreviation,
        };
      }),
    );
    await insertRows(
      database,
      tables.concepts,
      conceptColumns,
      concepts.map((concept, i) => toRow(concept, first + i)),
    );
    await insertRows(database, tables.names, nameColumns, nameRows);
    const alternatives = concepts.flatMap(({ alternativeIds = [] }, i) =>
      alternativeIds.map((curie) => ({ curie, concept_id: first + i })),
    );
    await insertRows(database, tables.alternativeIds, alternativeColumns, alternatives);
    concepts = [];
  };
  for await (const concept of source.readConcepts(signal)) {
    concepts.push(concept);
    conceptCount++;
    if (concepts.length === conceptsPerStatement) {
      await flush();
    }
  }
  await flush();
  return { names, conceptCount };
}

const conceptColumns =
  'concept_id integer, curie text, preferred_name text, semantic_types text[], definition text, parents text[], ' +
  'cross_references text[], alternative_ids text[], obsolete boolean, replaced_by text[]';
const nameColumns =
  'name_id integer, concept_id integer, name text, normalized text, name_key text, morpheme_key text, scope text, ' +
  'preferred boolean, abbreviation boolean';
const alternativeColumns = 'curie text, concept_id integer';

function toRow(concept: Concept, conceptId: number): object {
  return {
    concept_id: conceptId,
    curie: concept.curie,
    preferred_name: concept.preferredName,
    semantic_types: concept.semanticTypes,
    definition: concept.definition ?? null,
    parents: concept.parents ?? [],
    cross_references: concept.crossReferences ?? [],
    alternative_ids: concept.alternativeIds ?? [],
    obsolete: concept.obsolete ?? false,
    replaced_by: concept.replacedBy ?? [],
  };
}

/** @param columns in the table's order, with their types. */
async function insertRows(
  database: Database,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length > 0) {
    const json = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'string' ? storable(value) : value,
    );
    await database.query(`INSERT INTO ${table} SELECT * FROM json_to_recordset($1::json) AS r(${columns})`, [
      json,
    ]);
  }
}

/** PostgreSQL takes no zero character and no half of a surrogate pair; neither says anything in a name. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

async function writeTrigrams(
  database: Database,
  tables: ReleaseTables,
  names: readonly WrittenName[],
  nameCount: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { lists, lengths } = gatherTrigrams(names, nameCount);
  for (const some of inBatches(lists, listsPerStatement)) {
    signal?.throwIfAborted();
    await database.query(`INSERT INTO ${tables.trigrams} SELECT * FROM unnest($1::integer[], $2::bytea[])`, [
      some.map(([code]) => code),
      some.map(([, ids]) => Buffer.from(ids.buffer)),
    ]);
  }
  await database.query(`INSERT INTO ${tables.trigramLengths} VALUES ($1)`, [Buffer.from(lengths.buffer)]);
}

function* inBatches<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/** Joins the semantic types of a name on their way; no type has it. */
const separator = '|';

/** @param names whose vectors are added, in their order. */
export function createVectorTable(
  database: Database,
  { vectors: table }: ReleaseTables,
  names: readonly Pick<WrittenName, 'nameId' | 'semanticTypes'>[],
  dimensions: number,
  signal?: AbortSignal,
): VectorWriter {
  let written = 0;
  return {
    async add(vectors) {
      const rows = vectors.length / dimensions;
      for (let start = 0; start < rows; start += vectorsPerStatement) {
        signal?.throwIfAborted();
        const some = names.slice(written, written + Math.min(vectorsPerStatement, rows - start));
        await database.query(
          `INSERT INTO ${table} SELECT name_id, string_to_array(types, '${separator}'), embedding::halfvec
           FROM unnest($1::integer[], $2::text[], $3::text[]) AS r(name_id, types, embedding)`,
          [
            some.map(({ nameId }) => nameId),
            some.map(({ semanticTypes }) => storable(semanticTypes.join(separator))),
            some.map((_, i) =>
              formatVector(vectors.subarray((start + i) * dimensions, (start + i + 1) * dimensions)),
            ),
          ],
        );
        written += some.length;
      }
    },
    finish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

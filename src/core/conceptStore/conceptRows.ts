import { DatabaseSync } from 'node:sqlite';
import type { Concept, Synonym } from '../vocabulary/concept.ts';
import { cellSeparator } from './conceptTables.ts';

/** Makes concepts of rows of the table `concepts`, with what other tables say of them. */
export function createConceptReader(database: DatabaseSync): (row: Record<string, unknown>) => Concept {
  const synonymsOf = database.prepare(
    'SELECT name, scope, abbreviation FROM names WHERE concept_id = ? AND preferred = 0 ORDER BY name_id',
  );
  const alternativesOf = database.prepare('SELECT curie FROM alternative_ids WHERE concept_id = ?');
  return (row) => {
    const conceptId = Number(row['concept_id']);
    return {
      curie: String(row['curie']),
      preferredName: String(row['preferred_name']),
      semanticTypes: readCell(row['semantic_types']),
      synonyms: synonymsOf.all(conceptId).map(({ name, scope, abbreviation }) => ({
        name: String(name),
        scope: String(scope) as Synonym['scope'],
        abbreviation: abbreviation === 1,
      })),
      ...(typeof row['definition'] === 'string' && { definition: row['definition'] }),
      ...withValues('parents', readCell(row['parents'])),
      ...withValues('crossReferences', readCell(row['cross_references'])),
      ...withValues(
        'alternativeIds',
        alternativesOf.all(conceptId).map(({ curie }) => String(curie)),
      ),
      ...(row['obsolete'] === 1 && { obsolete: true }),
      ...withValues('replacedBy', readCell(row['replaced_by'])),
    };
  };
}

/** All concepts of a store's database, in order. It is closed when they have been read, or nobody wants more. */
export function* readConceptTables(file: string): Generator<Concept> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const readConcept = createConceptReader(database);
    for (const row of database.prepare('SELECT * FROM concepts ORDER BY concept_id').iterate()) {
      yield readConcept(row);
    }
  } finally {
    database.close();
  }
}

/** Nothing for no values, which most concepts of most vocabularies have. */
function withValues<Key extends string>(key: Key, values: string[]): Partial<Record<Key, string[]>> {
  return values.length > 0 ? ({ [key]: values } as Record<Key, string[]>) : {};
}

function readCell(cell: unknown): string[] {
  return String(cell).split(cellSeparator).filter(Boolean);
}

import { LRUCache } from 'lru-cache';
import type { Concept, Synonym } from '../../vocabulary/concept.ts';
import type { ListsOf, StoredName, StoreQueries } from '../conceptStore.ts';
import type { Database } from './connect.ts';
import { indexedCharacters, indexedWords, type ReleaseTables } from './schema.ts';

type SharedQueries = Omit<StoreQueries, 'findByLetters' | 'compareLetters'>;

interface NameRow {
  readonly name_id: number;
  readonly concept_id: number;
  readonly name: string;
  readonly normalized: string;
  readonly name_key: string;
  readonly preferred: boolean;
  readonly abbreviation: boolean;
}

interface ConceptRow {
  readonly wanted: string;
  readonly curie: string;
  readonly preferred_name: string;
  readonly semantic_types: string[];
  readonly definition: string | null;
  readonly parents: string[];
  readonly cross_references: string[];
  readonly alternative_ids: string[];
  readonly obsolete: boolean;
  readonly replaced_by: string[];
  readonly synonyms: Synonym[] | null;
}

/** Neighbouring hovers meet the same names; about 5 MB. */
const cachedNames = 20_000;

const nameColumns = 'n.name_id, n.concept_id, n.name, n.normalized, n.name_key, n.preferred, n.abbreviation';

/** What a release says of concepts and names, every question of a request in one statement. */
export function createSharedQueries(database: Database, tables: ReleaseTables): SharedQueries {
  /** For each of `texts` the names whose `column` it is. */
  const findBy = async (
    column: string,
    texts: readonly string[],
    order: string,
    count?: number,
  ): Promise<ListsOf<StoredName>> => {
    const asked = [...new Set(texts.filter((text) => text !== '').map(storable))];
    if (asked.length === 0) {
      return texts.map(() => []);
    }
    const rows = await database.query<NameRow & { text: string }>(
      `SELECT q.text, n.* FROM unnest($1::text[]) AS q(text) CROSS JOIN LATERAL (
         SELECT ${nameColumns} FROM ${tables.names} n WHERE n.${column} = q.text AND n.${column} <> ''
         ORDER BY ${order} LIMIT $2) n ORDER BY ${order}`,
      [asked, count ?? null],
    );
    const found = Map.groupBy(rows, ({ text }) => text);
    return texts.map((text) => (found.get(storable(text)) ?? []).map(readName));
  };

  const knownNames = new LRUCache<number, StoredName>({ max: cachedNames });
  const readNames = async (nameIds: readonly number[]): Promise<readonly StoredName[]> => {
    const known = nameIds.map((nameId) => knownNames.get(nameId));
    const missing = nameIds.filter((_, i) => known[i] === undefined);
    const rows =
      missing.length === 0
        ? []
        : await database.query<NameRow>(
            `SELECT ${nameColumns} FROM ${tables.names} n WHERE n.name_id = ANY($1::integer[])`,
            [missing],
          );
    const read = rows.map(readName);
    for (const name of read) {
      knownNames.set(name.nameId, name);
    }
    return [...known.filter((name) => name !== undefined), ...read];
  };

  /** @param wanted gives `wanted`, as text, and `concept_id` from the parameter. */
  const readConcepts = async (
    wanted: string,
    keys: readonly (string | number)[],
  ): Promise<readonly (Concept | undefined)[]> => {
    const rows =
      keys.length === 0
        ? []
        : await database.query<ConceptRow>(
            `WITH w AS (${wanted})
             SELECT w.wanted, c.*, (
               SELECT json_agg(json_build_object('name', n.name, 'scope', n.scope, 'abbreviation', n.abbreviation)
                 ORDER BY n.name_id)
               FROM ${tables.names} n WHERE n.concept_id = c.concept_id AND NOT n.preferred) AS synonyms
             FROM w JOIN ${tables.concepts} c USING (concept_id)`,
            [keys],
          );
    const found = new Map(rows.map((row) => [row.wanted, readConcept(row)]));
    return keys.map((key) => found.get(String(key)));
  };

  return {
    findByNormalizedName: (normalizedNames) => findBy('normalized', normalizedNames, 'n.name_id'),
    findByNameKey: (keys) => findBy('name_key', keys, 'n.name_id'),
    findByMorphemeKey: (keys, count) => findBy('morpheme_key', keys, 'n.preferred DESC, n.name_id', count),
    async findByWordPrefixes(normalizedName, count) {
      // As the full-text index of a local store splits; a sign of the query language is none of a word.
      const terms = normalizedName.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
      if (terms.length === 0) {
        return [];
      }
      // As much of a word as the index has of it.
      const query = terms
        .map((term) => `'${Array.from(term).slice(0, indexedCharacters).join('')}':*`)
        .join(' & ');
      const rows = await database.query<NameRow>(
        `SELECT ${nameColumns} FROM ${tables.names} n
         WHERE ${indexedWords('n.normalized')} @@ $1::tsquery
         ORDER BY length(n.name), n.name_id LIMIT $2`,
        [query, count],
      );
      return rows.map(readName);
    },
    names: readNames,
    concepts: (conceptIds) =>
      readConcepts(
        'SELECT wanted::text, wanted AS concept_id FROM unnest($1::integer[]) AS i(wanted) GROUP BY wanted',
        conceptIds,
      ),
    // Also by an identifier that it had once; its own goes before another's former one.
    async conceptsByCurie(curies) {
      const found = await readConcepts(
        `SELECT DISTINCT ON (wanted) wanted, concept_id FROM (
           SELECT i.wanted, c.concept_id, 0 AS former
           FROM unnest($1::text[]) AS i(wanted) JOIN ${tables.concepts} c ON c.curie = i.wanted
           UNION ALL
           SELECT i.wanted, a.concept_id, 1
           FROM unnest($1::text[]) AS i(wanted) JOIN ${tables.alternativeIds} a ON a.curie = i.wanted) f
         ORDER BY wanted, former, concept_id`,
        [...new Set(curies.map(storable))],
      );
      const rowOf = new Map([...new Set(curies.map(storable))].map((curie, i) => [curie, found[i]]));
      return curies.map((curie) => rowOf.get(storable(curie)));
    },
  };
}

/** PostgreSQL takes no zero character, and no name has one. */
function storable(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed();
}

function readName(row: NameRow): StoredName {
  const {
    name_id: nameId,
    concept_id: conceptId,
    name,
    normalized,
    name_key: key,
    preferred,
    abbreviation,
  } = row;
  return { nameId, conceptId, name, normalized, key, preferred, abbreviation };
}

function readConcept(row: ConceptRow): Concept {
  const { curie, preferred_name: preferredName, semantic_types: semanticTypes, definition } = row;
  return {
    curie,
    preferredName,
    semanticTypes,
    synonyms: row.synonyms ?? [],
    ...(definition !== null && { definition }),
    ...(row.parents.length > 0 && { parents: row.parents }),
    ...(row.cross_references.length > 0 && { crossReferences: row.cross_references }),
    ...(row.alternative_ids.length > 0 && { alternativeIds: row.alternative_ids }),
    ...(row.obsolete && { obsolete: true }),
    ...(row.replaced_by.length > 0 && { replacedBy: row.replaced_by }),
  };
}

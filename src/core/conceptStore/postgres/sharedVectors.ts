import type { ListsOf, VectorQuery } from '../conceptStore.ts';
import type { VectorMatch } from '../vectorIndex.ts';
import type { Database } from './connect.ts';
import type { ReleaseTables } from './schema.ts';
import { formatVector } from './vectorText.ts';

/** The vectors of a release; half-precision numbers, so similarities are right to three digits. */
export interface SharedVectors {
  /** As `ConceptStore.findNearest`. */
  search(
    queries: Float32Array,
    count: number,
    semanticTypes?: readonly string[],
  ): Promise<ListsOf<VectorMatch>>;
  /** As `ConceptStore.compareVectors`. */
  compare(queries: readonly VectorQuery[]): Promise<readonly Float32Array[]>;
  /** Those that there are, by the names' ids. */
  read(nameIds: readonly number[]): Promise<ReadonlyMap<number, Float32Array>>;
}

interface MatchRow {
  readonly query: number;
  readonly name_id: number;
  readonly similarity: number;
}

export function createSharedVectors(
  database: Database,
  { vectors: table }: ReleaseTables,
  dimensions: number,
): SharedVectors {
  const asked = (parameter: string): string =>
    `SELECT query::integer, embedding::halfvec(${dimensions}) AS embedding
     FROM unnest(${parameter}::text[]) WITH ORDINALITY AS q(embedding, query)`;
  /** All queries in one question. With `exactly` every vector that passes the filter is compared, not the graph asked. */
  const find = async (
    queries: readonly string[],
    count: number,
    types: readonly string[],
    exactly = false,
  ): Promise<MatchRow[][]> => {
    const distance = 'v.embedding <#> q.embedding';
    const rows = await database.query<MatchRow>(
      `WITH q AS MATERIALIZED (${asked('$1')})
       SELECT q.query, n.name_id, n.similarity FROM q CROSS JOIN LATERAL (
         SELECT v.name_id, -(${distance}) AS similarity FROM ${table} v
         ${types.length > 0 ? 'WHERE v.semantic_types && $3::text[]' : ''}
         ORDER BY ${exactly ? `(${distance}) + 0` : distance} LIMIT $2) n`,
      [queries, count, ...(types.length > 0 ? [types] : [])],
    );
    const byQuery = Map.groupBy(rows, ({ query }) => query);
    return queries.map((_, i) => byQuery.get(i + 1) ?? []);
  };
  return {
    async search(vectors, count, semanticTypes = []) {
      const queries = Array.from({ length: vectors.length / dimensions }, (_, i) =>
        formatVector(vectors.subarray(i * dimensions, (i + 1) * dimensions)),
      );
      const lists = queries.length === 0 ? [] : await find(queries, count, semanticTypes);
      // The graph is left where too few pass the filter.
      const short = lists.flatMap((list, i) => (semanticTypes.length > 0 && list.length < count ? [i] : []));
      if (short.length > 0) {
        const again = await find(
          short.map((i) => queries[i] ?? ''),
          count,
          semanticTypes,
          true,
        );
        short.forEach((i, row) => {
          lists[i] = again[row] ?? [];
        });
      }
      return lists.map((list) =>
        list
          .map(({ name_id: nameId, similarity }) => ({ nameId, similarity }))
          .sort((a, b) => b.similarity - a.similarity || a.nameId - b.nameId),
      );
    },
    async compare(queries) {
      const rows = await database.query<MatchRow>(
        `WITH q AS MATERIALIZED (${asked('$1')})
         SELECT q.query, v.name_id, -(v.embedding <#> q.embedding) AS similarity
         FROM unnest($2::integer[], $3::integer[]) AS p(query, name_id)
         JOIN q USING (query) JOIN ${table} v USING (name_id)`,
        [
          queries.map(({ vector }) => formatVector(vector)),
          queries.flatMap(({ nameIds }, i) => nameIds.map(() => i + 1)),
          queries.flatMap(({ nameIds }) => nameIds),
        ],
      );
      const similarities = queries.map(() => new Map<number, number>());
      for (const { query, name_id: nameId, similarity } of rows) {
        similarities[query - 1]?.set(nameId, similarity);
      }
      return queries.map(({ nameIds }, i) =>
        Float32Array.from(nameIds, (nameId) => similarities[i]?.get(nameId) ?? NaN),
      );
    },
    async read(nameIds) {
      const rows =
        nameIds.length === 0
          ? []
          : await database.query<{ name_id: number; vector: readonly number[] }>(
              `SELECT name_id, embedding::vector::real[] AS vector FROM ${table} WHERE name_id = ANY($1::integer[])`,
              [nameIds],
            );
      return new Map(rows.map(({ name_id: nameId, vector }) => [nameId, Float32Array.from(vector)]));
    },
  };
}

import type { Concept, Curie, Synonym } from '../../concept.ts';
import { VocabularyFileError, type ImportedRecord } from '../importer.ts';
import { conceptAt } from '../recordPosition.ts';

/** What one row says of a concept; other rows may say more of it. */
export interface ConceptRow {
  readonly kind: 'row';
  /** Its `preferredName` may be empty; of several, the first counts, and the others are synonyms. */
  readonly concept: Concept;
  readonly file: string;
  readonly line: number;
}

export type TableRecord = ConceptRow | (ImportedRecord & { readonly kind: 'problem' });

/**
 * One concept of all rows that have its identifier, wherever they stand. The rows are read twice: once for where
 * each concept ends, so that only those are held that have begun and not ended.
 */
export async function* mergeRows(readRows: () => AsyncIterable<TableRecord>): AsyncGenerator<ImportedRecord> {
  const lastRows = await findLastRows(readRows());
  const begun = new Map<Curie, { parts: ConceptParts; first: ConceptRow }>();
  let ordinal = 0;
  for await (const record of readRows()) {
    if (record.kind === 'problem') {
      yield record;
      continue;
    }
    ordinal += 1;
    const { curie } = record.concept;
    const { parts, first } = begun.get(curie) ?? { parts: emptyParts(), first: record };
    addRow(parts, record.concept);
    if (ordinal < (lastRows.get(curie) ?? 0)) {
      begun.set(curie, { parts, first });
    } else {
      begun.delete(curie);
      yield conceptAt(assemble(curie, parts), first.file, first.line);
    }
  }
}

async function findLastRows(rows: AsyncIterable<TableRecord>): Promise<ReadonlyMap<Curie, number>> {
  const lastRows = new Map<Curie, number>();
  let ordinal = 0;
  try {
    for await (const record of rows) {
      if (record.kind === 'row') {
        ordinal += 1;
        lastRows.set(record.concept.curie, ordinal);
      }
    }
  } catch (error) {
    // A damaged file: it ends here for the second reading too, which tells of it after what stands before.
    if (!(error instanceof VocabularyFileError)) {
      throw error;
    }
  }
  return lastRows;
}

interface ConceptParts {
  /** The first is the preferred one. */
  readonly names: string[];
  readonly synonyms: Map<string, Synonym>;
  readonly semanticTypes: Set<string>;
  readonly parents: Set<Curie>;
  readonly crossReferences: Set<Curie>;
  readonly alternativeIds: Set<Curie>;
  definition?: string;
  isObsolete: boolean;
}

function emptyParts(): ConceptParts {
  return {
    names: [],
    synonyms: new Map(),
    semanticTypes: new Set(),
    parents: new Set(),
    crossReferences: new Set(),
    alternativeIds: new Set(),
    isObsolete: false,
  };
}

function addRow(parts: ConceptParts, row: Concept): void {
  if (row.preferredName !== '') {
    parts.names.push(row.preferredName);
  }
  for (const synonym of row.synonyms) {
    if (!parts.synonyms.has(synonym.name)) {
      parts.synonyms.set(synonym.name, synonym);
    }
  }
  row.semanticTypes.forEach((type) => parts.semanticTypes.add(type));
  row.parents?.forEach((parent) => parts.parents.add(parent));
  row.crossReferences?.forEach((reference) => parts.crossReferences.add(reference));
  row.alternativeIds?.forEach((id) => parts.alternativeIds.add(id));
  if (row.definition !== undefined) {
    parts.definition ??= row.definition;
  }
  parts.isObsolete ||= row.obsolete === true;
}

function assemble(curie: Curie, parts: ConceptParts): Concept {
  const [preferredName = '', ...others] = new Set([...parts.names, ...parts.synonyms.keys()]);
  const { definition, parents, crossReferences, alternativeIds } = parts;
  return {
    curie,
    preferredName,
    synonyms: others.map(
      (name) => parts.synonyms.get(name) ?? ({ name, scope: 'exact', abbreviation: false } as const),
    ),
    semanticTypes: [...parts.semanticTypes],
    ...(definition !== undefined && { definition }),
    ...(parents.size > 0 && { parents: [...parents] }),
    ...(crossReferences.size > 0 && { crossReferences: [...crossReferences] }),
    ...(alternativeIds.size > 0 && { alternativeIds: [...alternativeIds] }),
    ...(parts.isObsolete && { obsolete: true }),
  };
}

import { stringify } from 'yaml';
import { conceptIri } from '../annotation/formats/conceptIris.ts';
import type { Candidate } from '../linking/candidate.ts';
import { toCurie } from '../vocabulary/importers/curies.ts';
import type { TermMapping, TermMappingSet } from './termMapping.ts';

/** In the order that the specification lists them in. */
const columns = [
  'subject_id',
  'subject_label',
  'predicate_id',
  'object_id',
  'object_label',
  'mapping_justification',
  'object_source',
  'subject_type',
  'object_source_version',
  'confidence',
  'match_string',
  'similarity_score',
  'similarity_measure',
  'comment',
] as const;
type MappingSlots = Partial<Record<(typeof columns)[number], string>>;

const curation = 'semapv:ManualMappingCuration';

/** What a reader expects even of a set without mappings. */
const always: readonly string[] = [
  'subject_label',
  'predicate_id',
  'object_id',
  'mapping_justification',
] satisfies (typeof columns)[number][];

/** Of vocabularies by the identifiers that this installation gives them. */
const vocabularyPrefix = 'TERMLENS';
/** Of identifiers that mean something in the user's table only. */
const localPrefix = 'LOCAL';

/**
 * A mapping set in SSSOM/TSV, version 1.0 (https://mapping-commons.github.io/sssom/spec-formats-tsv/). A term without
 * an identifier is a literal (subject_type "rdfs literal", subject_label the term itself); one that nothing was found
 * for is mapped to sssom:NoTermFound.
 */
export function formatSssom(set: TermMappingSet): string {
  const rows = set.mappings.map((mapping) => toSlots(mapping, set));
  const used = columns.filter(
    (column) => always.includes(column) || rows.some((row) => row[column] !== undefined),
  );
  const lines = [used, ...rows.map((row) => used.map((column) => quote(row[column] ?? '')))];
  return `${formatMetadata(set, rows)}${lines.map((cells) => `${cells.join('\t')}\n`).join('')}`;
}

/** Keys are sorted, as the specification recommends. */
function formatMetadata(set: TermMappingSet, rows: readonly MappingSlots[]): string {
  const metadata = {
    ...(set.comment !== undefined && { comment: set.comment }),
    curie_map: Object.fromEntries(declarePrefixes(set, rows)),
    license: set.license,
    mapping_date: set.date,
    mapping_set_id: set.id,
    ...(set.title !== undefined && { mapping_set_title: set.title }),
    mapping_tool: 'TermLens',
    mapping_tool_version: set.toolVersion,
  };
  const yaml = stringify(metadata, { lineWidth: 0, blockQuote: false, aliasDuplicateObjects: false });
  return yaml
    .trimEnd()
    .split('\n')
    .map((line) => `#${line}\n`)
    .join('');
}

function toSlots(
  { term, candidate, isCurated = false }: TermMapping,
  { vocabularies }: TermMappingSet,
): MappingSlots {
  const subject: MappingSlots =
    term.identifier === undefined
      ? { subject_label: term.text, subject_type: 'rdfs literal' }
      : { subject_id: toSubjectId(term.identifier), subject_label: term.text };
  return { ...subject, ...(candidate ? describeObject(candidate) : noTermFound()) };

  function describeObject(found: Candidate): MappingSlots {
    return {
      predicate_id: 'skos:exactMatch',
      object_id: found.curie,
      object_label: found.preferredName,
      ...sourceOf(vocabularies.find(({ id }) => id === found.vocabulary)),
      ...(isCurated
        ? { mapping_justification: curation }
        : { confidence: formatNumber(found.score), ...describeMatch(found, term.text) }),
    };
  }

  /** The slot for the source holds one: with several vocabularies the metadata's comment names them. */
  function noTermFound(): MappingSlots {
    return {
      predicate_id: 'skos:exactMatch',
      object_id: 'sssom:NoTermFound',
      mapping_justification: isCurated ? curation : 'semapv:SemanticSimilarityThresholdMatching',
      ...(vocabularies.length === 1 && sourceOf(vocabularies[0])),
    };
  }
}

function sourceOf(vocabulary: TermMappingSet['vocabularies'][number] | undefined): MappingSlots {
  return vocabulary === undefined
    ? {}
    : {
        object_source: `${vocabularyPrefix}:${vocabulary.id}`,
        ...(vocabulary.version !== '' && { object_source_version: vocabulary.version }),
      };
}

/** `match_string` is what both have, so only an exact match has one. */
function describeMatch({ matchType, matchedName, evidence }: Candidate, text: string): MappingSlots {
  if (matchType === 'exact') {
    return { mapping_justification: 'semapv:LexicalMatching', match_string: escapeList(text) };
  }
  const isSemantic = matchType === 'semantic';
  const similarity = isSemantic ? evidence.semantic : evidence.lexical;
  return {
    mapping_justification: isSemantic
      ? 'semapv:SemanticSimilarityThresholdMatching'
      : 'semapv:LexicalMatching',
    // A cosine may be negative, or a rounding error above 1; the slot may not.
    ...(similarity !== undefined &&
      similarity >= 0 && {
        similarity_score: formatNumber(Math.min(similarity, 1)),
        similarity_measure: isSemantic ? 'cosine of name embeddings' : 'cosine of letter trigrams',
      }),
    comment: `Matched name: ${matchedName}`,
  };
}

/** The concept that it names, or something that only the table knows, written as CURIEs have to be. */
function toSubjectId(identifier: string): string {
  return toCurie(identifier) ?? `${localPrefix}:${encodeURIComponent(identifier.toWellFormed())}`;
}

/** Each prefix that a CURIE has must be declared, but for those of the specification itself. */
function declarePrefixes(set: TermMappingSet, rows: readonly MappingSlots[]): Map<string, string> {
  const declared = new Map<string, string>();
  for (const curie of rows.flatMap((row) => [row.subject_id, row.object_id, row.object_source])) {
    const [prefix = '', local = ''] = curie === undefined ? [] : splitCurie(curie);
    const known = declared.get(prefix);
    if (curie !== undefined && prefix !== 'sssom' && (known === undefined || known.startsWith('urn:'))) {
      declared.set(prefix, baseOf(prefix, local, set.id));
    }
  }
  return new Map([...declared].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function baseOf(prefix: string, local: string, setId: string): string {
  if (prefix === vocabularyPrefix) {
    return 'urn:termlens:vocabulary:';
  }
  if (prefix === localPrefix) {
    return `${setId}#`;
  }
  const iri = conceptIri(`${prefix}:${local}`);
  return iri.endsWith(local) ? iri.slice(0, -local.length) : `urn:termlens:concept:${prefix}%3A`;
}

function splitCurie(curie: string): [string, string] {
  const colon = curie.indexOf(':');
  return [curie.slice(0, colon), curie.slice(colon + 1)];
}

function formatNumber(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

function escapeList(value: string): string {
  return value.replaceAll(/[\\|]/gu, '\\$&');
}

/** Some readers take any line that begins with `#` for a comment, so a cell that does is quoted too. */
function quote(value: string): string {
  return /^#|["\t\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

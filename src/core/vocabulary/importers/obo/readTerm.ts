import type { Concept, Curie, Synonym, SynonymScope } from '../../concept.ts';
import { toCurie } from '../curies.ts';
import type { OboClause, OboStanza } from './oboStanzas.ts';
import { readIdentifier, readQuoted, readValue, unescapeText } from './oboText.ts';

export interface TermOptions {
  readonly prefix: string;
  /** Synonym types that mark abbreviations, in lower case. */
  readonly abbreviationTypes: ReadonlySet<string>;
  /** Called with what is wrong with a line; the rest of the term is read. */
  readonly report: (line: number, message: string) => void;
}

/** The concept of a [Term] stanza; undefined when it has no identifier or no name, which is reported. */
export function readTerm(stanza: OboStanza, options: TermOptions): Concept | undefined {
  const identity = readIdentity(stanza, options);
  if (identity === undefined) {
    return undefined;
  }
  const { curie, name } = identity;
  if (name === '') {
    options.report(stanza.line, `${curie} has no name; it is left out.`);
    return undefined;
  }
  const curiesOf = (...tags: string[]): Curie[] => readCuries(stanza, tags, options);
  const definition = valuesOf(stanza, 'def').map(({ value }) => readQuoted(value)?.quoted)[0];
  const parents = curiesOf('is_a');
  const crossReferences = [...new Set([...curiesOf('xref', 'xref_analog'), ...readMatches(stanza)])];
  const alternativeIds = curiesOf('alt_id');
  const replacedBy = curiesOf('replaced_by');
  return {
    curie,
    preferredName: name,
    synonyms: readSynonyms(stanza, options),
    semanticTypes: [],
    ...(definition !== undefined && definition !== '' && { definition }),
    ...(parents.length > 0 && { parents }),
    ...(crossReferences.length > 0 && { crossReferences }),
    ...(alternativeIds.length > 0 && { alternativeIds }),
    ...(isObsolete(stanza) && readObsolete(replacedBy, curiesOf('consider'))),
  };
}

/** Identifier and name, which may be empty; undefined when there is no identifier, which is reported. */
export function readIdentity(
  stanza: OboStanza,
  { prefix, report }: Pick<TermOptions, 'prefix' | 'report'>,
): { curie: Curie; name: string } | undefined {
  const [id] = valuesOf(stanza, 'id');
  if (id === undefined) {
    report(stanza.line, 'The term has no id; it is left out.');
    return undefined;
  }
  const written = readIdentifier(id.value);
  const curie = toCurie(written, prefix);
  if (curie === undefined) {
    report(
      id.line,
      `"${written.slice(0, 100)}" is no identifier of the form PREFIX:ID; the term is left out.`,
    );
    return undefined;
  }
  const [name] = valuesOf(stanza, 'name');
  return { curie, name: name === undefined ? '' : unescapeText(readValue(name.value)).trim() };
}

export function readParents(stanza: OboStanza, prefix: string): Curie[] {
  return readCuries(stanza, ['is_a'], { prefix, report: () => undefined });
}

export function isObsolete(stanza: OboStanza): boolean {
  return valuesOf(stanza, 'is_obsolete').some(({ value }) => readValue(value) === 'true');
}

export function valuesOf(stanza: OboStanza, tag: string): OboClause[] {
  return stanza.clauses.filter((clause) => clause.tag === tag);
}

/** What to `consider` instead is somebody's proposal, so it counts where there is no replacement. */
function readObsolete(replacedBy: readonly Curie[], consider: readonly Curie[]): Partial<Concept> {
  const instead = replacedBy.length > 0 ? replacedBy : consider;
  return { obsolete: true, ...(instead.length > 0 && { replacedBy: instead }) };
}

function readCuries(
  stanza: OboStanza,
  tags: readonly string[],
  { prefix, report }: Pick<TermOptions, 'prefix' | 'report'>,
): Curie[] {
  const isOwn = tags.some((tag) => ownTags.has(tag));
  const curies = stanza.clauses
    .filter(({ tag }) => tags.includes(tag))
    .map(({ value, line, tag }) => {
      const written = readIdentifier(value);
      const curie = toCurie(written, isOwn ? prefix : undefined);
      if (curie === undefined && isOwn) {
        report(line, `"${written.slice(0, 100)}" is no identifier; this ${tag} is left out.`);
      }
      return curie;
    });
  return [...new Set(curies.filter((curie) => curie !== undefined))];
}

/** Whose values are of this ontology; those of others may be web pages or free text as well. */
const ownTags: ReadonlySet<string> = new Set(['is_a', 'alt_id']);

/** MONDO and others state their mappings so: `property_value: skos:exactMatch MESH:D009203`. */
function readMatches(stanza: OboStanza): Curie[] {
  return valuesOf(stanza, 'property_value').flatMap(({ value }) => {
    // The value may have quotation marks and a data type.
    const [, target] = /^\S*(?:exactMatch|closeMatch)\s+"?([^\s"]+)/u.exec(value) ?? [];
    const curie = target === undefined ? undefined : toCurie(unescapeText(target));
    return curie === undefined ? [] : [curie];
  });
}

const scopes: Readonly<Record<string, SynonymScope>> = {
  EXACT: 'exact',
  NARROW: 'narrow',
  BROAD: 'broad',
  RELATED: 'related',
};

/** OBO 1.0's tags are still met. */
const synonymTags: Readonly<Record<string, SynonymScope>> = {
  // "If no scope is given, it is RELATED" (1.2, S.2.1).
  synonym: 'related',
  exact_synonym: 'exact',
  narrow_synonym: 'narrow',
  broad_synonym: 'broad',
  related_synonym: 'related',
};

function readSynonyms(stanza: OboStanza, { abbreviationTypes, report }: TermOptions): Synonym[] {
  return stanza.clauses.flatMap(({ tag, value, line }): Synonym[] => {
    const defaultScope = Object.hasOwn(synonymTags, tag) ? synonymTags[tag] : undefined;
    if (defaultScope === undefined) {
      return [];
    }
    const text = readQuoted(value);
    if (text === undefined || text.quoted === '') {
      report(line, 'The synonym has no name in quotation marks; it is left out.');
      return [];
    }
    const scope = text.words.flatMap((word) => (Object.hasOwn(scopes, word) ? (scopes[word] ?? []) : []))[0];
    const abbreviation = text.words.some((word) => abbreviationTypes.has(unescapeText(word).toLowerCase()));
    return [{ name: text.quoted, scope: scope ?? defaultScope, abbreviation }];
  });
}

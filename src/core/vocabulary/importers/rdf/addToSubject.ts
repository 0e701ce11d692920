import type { SynonymScope } from '../../concept.ts';
import { ownCopy } from '../ownCopy.ts';
import {
  conceptClasses,
  obsoleteClass,
  ontologyClasses,
  topClasses,
  type PropertyUse,
} from './propertyUses.ts';
import type { RdfTerm } from './rdfTerms.ts';
import type { RankedText, Subject } from './subject.ts';

const scopes: ReadonlySet<PropertyUse> = new Set<SynonymScope>(['exact', 'narrow', 'broad', 'related']);

function isScope(use: PropertyUse): use is SynonymScope {
  return scopes.has(use);
}

/** Puts what a triple tells into its subject. `keep` gives the one copy of an IRI that is held. */
export function addToSubject(
  subject: Subject,
  use: PropertyUse,
  object: RdfTerm,
  languages: readonly string[],
  keep: (iri: string) => string,
): void {
  if (isScope(use)) {
    const name = rankText(object, languages);
    if (name !== undefined) {
      (subject.synonyms ??= []).push({ name: name.text, scope: use, abbreviation: false });
    }
  } else if (use === 'label' || use === 'definition') {
    addText(subject, use, rankText(object, languages));
  } else if (use === 'type') {
    addType(subject, object);
  } else if (use === 'parent') {
    addParent(subject, object, keep);
  } else if (use === 'crossReference') {
    addReference((subject.crossReferences ??= []), object, keep);
  } else if (use === 'alternativeId') {
    addReference((subject.alternativeIds ??= []), object, keep);
  } else if (use === 'replacedBy' || use === 'consider') {
    addReference((subject[use] ??= []), object, keep);
  } else if (use === 'deprecated') {
    subject.isObsolete ||= object.value === 'true' || object.value === '1';
  } else if (use === 'namespace') {
    subject.namespace ??= keep(object.value);
  } else {
    addToOntology(subject, use, object);
  }
}

function addText(subject: Subject, use: 'label' | 'definition', text: RankedText | undefined): void {
  if (text === undefined) {
    return;
  }
  if (use === 'label') {
    (subject.labels ??= []).push(text);
  } else if (subject.definition === undefined || text.rank < subject.definition.rank) {
    subject.definition = text;
  }
}

function addType(subject: Subject, { value }: RdfTerm): void {
  subject.isConcept ||= conceptClasses.has(value);
  if (ontologyClasses.has(value)) {
    (subject.ontology ??= { isOntology: true }).isOntology = true;
  }
}

export function addParent(
  subject: Subject,
  { termType, value }: RdfTerm,
  keep: (iri: string) => string,
): void {
  if (value === obsoleteClass) {
    subject.isObsolete = true;
  } else if (termType === 'NamedNode' && !topClasses.has(value)) {
    (subject.parents ??= []).push(keep(value));
  }
}

function addReference(list: string[], { termType, value }: RdfTerm, keep: (iri: string) => string): void {
  if (termType !== 'BlankNode') {
    list.push(keep(value));
  }
}

const detailOf = {
  title: 'title',
  versionInfo: 'versionInfo',
  versionIri: 'versionIri',
  licence: 'licence',
} as const;

function addToOntology(subject: Subject, use: PropertyUse, object: RdfTerm): void {
  const detail = Object.hasOwn(detailOf, use) ? detailOf[use as keyof typeof detailOf] : undefined;
  const text = textOf(object) ?? (object.termType === 'NamedNode' ? ownCopy(object.value) : '');
  if (detail !== undefined && text !== '') {
    (subject.ontology ??= { isOntology: false })[detail] ??= text;
  }
}

/** Undefined where its language is not wanted; one without a language counts as one of the first. */
function rankText(object: RdfTerm, languages: readonly string[]): RankedText | undefined {
  const { language = '' } = object;
  const rank =
    language === ''
      ? 0
      : languages.findIndex((wanted) => language === wanted || language.startsWith(`${wanted}-`));
  const text = rank === -1 ? undefined : textOf(object);
  return text === undefined || text === '' ? undefined : { text, rank };
}

/** Of a literal, with single spaces. */
export function textOf({ termType, value }: RdfTerm): string | undefined {
  return termType === 'Literal' ? ownCopy(value.replaceAll(/\s+/gu, ' ').trim()) : undefined;
}

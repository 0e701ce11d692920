import type { Concept, Curie, Synonym } from '../../concept.ts';
import type { Atom } from './atom.ts';
import { compareCuis } from './cuis.ts';
import { sourceConcept } from './sourceVocabularies.ts';
import { abbreviationTypes } from './termTypes.ts';

/** The wanted atoms of a CUI that stand together. */
export interface ConceptRows {
  readonly cui: string;
  readonly atoms: Atom[];
}

/** What the other tables say about a concept. */
export interface ConceptDetails {
  readonly semanticTypes: readonly string[];
  readonly definition?: string | undefined;
}

/** The concept that a CUI's atoms are names of; at least one atom. */
export function toConcept(
  prefix: string,
  { cui, atoms }: ConceptRows,
  { semanticTypes, definition }: ConceptDetails,
): Concept {
  const curie = `${prefix}:${cui}`;
  const preferred = atoms.reduce((best, atom) => (atom.rank > best.rank ? atom : best));
  const crossReferences = findReferences(atoms).filter((reference) => reference !== curie);
  return {
    curie,
    preferredName: preferred.name,
    synonyms: atoms.length === 1 ? [] : findSynonyms(atoms, preferred.name),
    semanticTypes,
    ...(definition === undefined ? {} : { definition }),
    ...(crossReferences.length === 0 ? {} : { crossReferences }),
  };
}

/** The other names; those of the same spelling up to case are the same name to a store. */
function findSynonyms(atoms: readonly Atom[], preferredName: string): Synonym[] {
  const seen = new Set([preferredName.toLowerCase()]);
  const synonyms: Synonym[] = [];
  for (const { name, type } of atoms) {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      synonyms.push({ name, scope: 'exact', abbreviation: abbreviationTypes.has(type) });
    }
  }
  return synonyms;
}

function findReferences(atoms: readonly Atom[]): Curie[] {
  const found: Curie[] = [];
  for (const { source, code } of atoms) {
    const reference = sourceConcept(source, code);
    if (reference !== undefined && !found.includes(reference)) {
      found.push(reference);
    }
  }
  return found;
}

/**
 * The lowest and the highest CUI of some concepts that stand in a row, `next` being what follows them. One that is
 * greater than its follower is out of place, and what other tables have up to it need not be read yet.
 */
export function spanOf(concepts: readonly ConceptRows[], next: string): { first: string; last: string } {
  let first = next;
  let last = '';
  concepts.forEach(({ cui }, i) => {
    first = compareCuis(cui, first) < 0 ? cui : first;
    if (compareCuis(cui, concepts[i + 1]?.cui ?? next) <= 0 && compareCuis(cui, last) > 0) {
      last = cui;
    }
  });
  return { first, last };
}

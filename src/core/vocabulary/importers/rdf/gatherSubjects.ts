import { ownCopy } from '../ownCopy.ts';
import { addParent, addToSubject, textOf } from './addToSubject.ts';
import { abbreviationType, isSynonymProperty, propertyUses, type PropertyUse } from './propertyUses.ts';
import type { RdfTerm } from './rdfTerms.ts';
import type { Subject } from './subject.ts';

/** The subjects of one or more documents by IRI, as their triples come in. */
export interface GatheredSubjects {
  readonly subjects: ReadonlyMap<string, Subject>;
  addTriple(triple: PlacedTriple): void;
  /** Marks the names whose axioms say that they are abbreviations, in whatever order those came. */
  endDocument(): void;
  /** Leaves out the subject that was added to last: the document breaks off in it. */
  dropLast(): void;
}

export interface PlacedTriple {
  readonly subject: RdfTerm;
  readonly predicate: RdfTerm;
  readonly object: RdfTerm;
  readonly file: string;
  readonly line: number;
}

/** An axiom about a triple (OWL 2 Mapping to RDF Graphs, 2.2). */
interface Axiom {
  source?: string;
  target?: string;
  isAbbreviation?: boolean;
}

/** Most axioms are about something else than a name, of which nothing is held. */
const otherAxiom: Axiom = Object.freeze({});

/**
 * Triples of one subject may stand anywhere in an RDF document, and what a subject is may be said last. So this
 * holds all subjects until the end, as little as concepts need of them: the largest ontologies have some 200,000.
 */
export function gatherSubjects(languages: readonly string[]): GatheredSubjects {
  const subjects = new Map<string, Subject>();
  const axioms = new Map<string, Axiom>();
  const copies = new Map<string, string>();
  let last: string | undefined;

  function keep(iri: string): string {
    let copy = copies.get(iri);
    if (copy === undefined) {
      copy = ownCopy(iri);
      copies.set(copy, copy);
    }
    return copy;
  }

  function subjectOf(iri: string, { file, line }: PlacedTriple): Subject {
    let subject = subjects.get(iri);
    if (subject === undefined) {
      subject = { file, line, isConcept: false, isObsolete: false };
      subjects.set(keep(iri), subject);
    }
    return subject;
  }

  return {
    subjects,
    addTriple(triple) {
      const { subject, predicate, object } = triple;
      const use = propertyUses.get(predicate.value);
      if (subject.termType === 'BlankNode') {
        addToAxiom(axioms, use, triple, keep);
      } else if (subject.termType === 'NamedNode') {
        last = use === undefined ? last : keep(subject.value);
        if (use === 'child') {
          addParent(subjectOf(object.value, triple), subject, keep);
        } else if (use !== undefined) {
          addToSubject(subjectOf(subject.value, triple), use, object, languages, keep);
        }
      }
    },
    endDocument() {
      for (const { source, target, isAbbreviation } of axioms.values()) {
        const synonyms = isAbbreviation === true ? subjects.get(source ?? '')?.synonyms : undefined;
        synonyms?.forEach((synonym, i) => {
          if (synonym.name === target) {
            synonyms[i] = { ...synonym, abbreviation: true };
          }
        });
      }
      // Blank nodes of the next document are others, also when they are called the same.
      axioms.clear();
    },
    dropLast() {
      subjects.delete(last ?? '');
    },
  };
}

function addToAxiom(
  axioms: Map<string, Axiom>,
  use: PropertyUse | undefined,
  { subject, object }: PlacedTriple,
  keep: (iri: string) => string,
): void {
  if (
    use !== 'annotatedSource' &&
    use !== 'annotatedProperty' &&
    use !== 'annotatedTarget' &&
    use !== 'synonymType'
  ) {
    return;
  }
  const axiom = axioms.get(subject.value) ?? {};
  if (use === 'annotatedProperty' && !isSynonymProperty(object.value)) {
    axioms.set(ownCopy(subject.value), otherAxiom);
  } else if (axiom !== otherAxiom) {
    axioms.set(ownCopy(subject.value), axiom);
    if (use === 'annotatedSource') {
      axiom.source = keep(object.value);
    } else if (use === 'annotatedTarget') {
      axiom.target = textOf(object) ?? '';
    } else if (use === 'synonymType') {
      axiom.isAbbreviation = abbreviationType.test(object.value);
    }
  }
}

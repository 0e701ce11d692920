import type { Concept, Curie, Synonym } from '../../concept.ts';
import { createBranches, type Branches } from '../branches.ts';
import { toCurie } from '../curies.ts';
import type { ImportedRecord } from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import type { Subject } from './subject.ts';

/** The concepts among the subjects. */
export function* describeConcepts(
  subjects: ReadonlyMap<string, Subject>,
  curieOf: (iri: string) => Curie | undefined,
): Generator<ImportedRecord> {
  const typesOf = findTypes(subjects, curieOf);
  let nameless: { readonly iri: string; readonly first: Subject; count: number } | undefined;
  for (const [iri, subject] of subjects) {
    if (!subject.isConcept) {
      continue;
    }
    const curie = curieOf(iri);
    const preferredName = preferredNameOf(subject);
    if (preferredName === undefined) {
      // Classes of other ontologies are often declared and no more, and so are those that were merged into others.
      if (!subject.isObsolete) {
        nameless ??= { iri, first: subject, count: 0 };
        nameless.count += 1;
      }
    } else if (curie === undefined) {
      yield problemAt(subject.file, subject.line, `No CURIE can be made of "${iri.slice(0, 200)}".`);
    } else if (preferredName.includes('\uFFFD')) {
      yield problemAt(subject.file, subject.line, `${curie} is not written in UTF-8; it is left out.`);
    } else {
      const semanticTypes = typesOf(curie, subject);
      const concept = describeConcept(curie, preferredName, semanticTypes, subject, curieOf);
      yield conceptAt(concept, subject.file, subject.line);
    }
  }
  if (nameless !== undefined) {
    const { iri, first, count } = nameless;
    const who = count === 1 ? 'A class has' : `${count} classes have`;
    const message = `${who} no name in the languages that are imported and cannot be a concept, from ${iri.slice(0, 200)} on.`;
    yield problemAt(first.file, first.line, message);
  }
}

function describeConcept(
  curie: Curie,
  preferredName: string,
  semanticTypes: readonly string[],
  subject: Subject,
  curieOf: (iri: string) => Curie | undefined,
): Concept {
  const own = (iris: readonly string[] | undefined): Curie[] => toCuries(iris, curieOf);
  const crossReferences = toCuries(subject.crossReferences, toCurie).filter((each) => each !== curie);
  const alternativeIds = own(subject.alternativeIds);
  const parents = own(subject.parents);
  const replacedBy = own(subject.replacedBy ?? subject.consider);
  return {
    curie,
    preferredName,
    synonyms: synonymsOf(subject, preferredName),
    semanticTypes,
    ...(subject.definition !== undefined && { definition: subject.definition.text }),
    ...(parents.length > 0 && { parents }),
    ...(crossReferences.length > 0 && { crossReferences }),
    ...(alternativeIds.length > 0 && { alternativeIds }),
    ...(subject.isObsolete && { obsolete: true, ...(replacedBy.length > 0 && { replacedBy }) }),
  };
}

function toCuries(
  identifiers: readonly string[] | undefined,
  curieOf: (identifier: string) => Curie | undefined,
): Curie[] {
  return [...new Set((identifiers ?? []).flatMap((identifier) => curieOf(identifier) ?? []))];
}

/** The first label in the first language that has one. */
function preferredNameOf({ labels = [] }: Subject): string | undefined {
  const [first] = labels;
  return first && labels.reduce((best, label) => (label.rank < best.rank ? label : best), first).text;
}

/** With the labels that are not preferred; each name once. */
function synonymsOf({ labels = [], synonyms = [] }: Subject, preferredName: string): Synonym[] {
  const found = new Map<string, Synonym>();
  labels.forEach(({ text }) => found.set(text, { name: text, scope: 'exact', abbreviation: false }));
  for (const synonym of synonyms) {
    const earlier = found.get(synonym.name);
    if (earlier === undefined || (synonym.abbreviation && !earlier.abbreviation)) {
      found.set(synonym.name, earlier === undefined ? synonym : { ...earlier, abbreviation: true });
    }
  }
  found.delete(preferredName);
  return [...found.values()].filter(({ name }) => !name.includes('\uFFFD'));
}

/** As for OBO: the namespace where there are several, else the branch of the hierarchy. */
function findTypes(
  subjects: ReadonlyMap<string, Subject>,
  curieOf: (iri: string) => Curie | undefined,
): (curie: Curie, subject: Subject) => readonly string[] {
  const branches: Branches = createBranches();
  const namespaces = new Set<string>();
  for (const [iri, subject] of subjects) {
    const curie = curieOf(iri);
    const name = preferredNameOf(subject);
    if (subject.isConcept && !subject.isObsolete && curie !== undefined && name !== undefined) {
      branches.add({ curie, name, parents: toCuries(subject.parents, curieOf) });
      if (subject.namespace !== undefined) {
        namespaces.add(subject.namespace);
      }
    }
  }
  return (curie, { namespace }) => {
    const own = namespace === undefined ? [] : [namespace];
    const found = namespaces.size > 1 ? own : branches.typesOf(curie);
    return found.length > 0 ? found : own;
  };
}

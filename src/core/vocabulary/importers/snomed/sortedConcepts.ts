import type { Concept, Curie } from '../../concept.ts';
import { componentKinds as kinds, type Component } from './componentSort.ts';
import { languageStep, preferences } from './languagePreference.ts';

/** What the release says about one concept. */
export interface ConceptComponents {
  readonly concept: string;
  readonly components: readonly Component[];
}

export function* groupByConcept(sorted: Iterable<Component>): Generator<ConceptComponents> {
  let components: Component[] = [];
  for (const component of sorted) {
    const [first] = components;
    if (first && first.concept !== component.concept) {
      yield { concept: first.concept, components };
      components = [];
    }
    components.push(component);
  }
  const [first] = components;
  if (first) {
    yield { concept: first.concept, components };
  }
}

/** The concept; or why there is none: other files speak of it, or it has no name in the wanted languages. */
export function toConcept({ concept, components }: ConceptComponents): Concept | 'unknown' | 'nameless' {
  const valuesOf = (kind: Component['kind']): string[] =>
    components.filter((component) => component.kind === kind).map(({ value }) => value);
  const [preferredName, ...otherNames] = namesOf(components);
  const status = valuesOf(kinds.status).at(-1);
  if (status === undefined || preferredName === undefined) {
    return status === undefined ? 'unknown' : 'nameless';
  }
  const [definition] = valuesOf(kinds.definition);
  const parents = valuesOf(kinds.parent).map(toCurie);
  const replacedBy = valuesOf(kinds.replacement).map(toCurie);
  const isObsolete = !status.endsWith('1');
  return {
    curie: toCurie(concept),
    preferredName,
    synonyms: otherNames.map((name) => ({ name, scope: 'exact', abbreviation: false })),
    semanticTypes: valuesOf(kinds.semanticTag).slice(0, 1),
    ...(definition === undefined ? {} : { definition }),
    ...(parents.length === 0 ? {} : { parents }),
    ...(isObsolete ? { obsolete: true } : {}),
    ...(isObsolete && replacedBy.length > 0 ? { replacedBy } : {}),
  };
}

/**
 * The preferred name and the others, without those that differ in case alone. A name that no reference set marks
 * counts only where none of its language is marked: in the others' presence it is not acceptable in any dialect.
 */
function namesOf(components: readonly Component[]): string[] {
  const names = components.filter(({ kind }) => kind === kinds.name);
  const languageOf = ({ rank }: Component): number => Math.floor(rank / languageStep);
  const preferenceOf = ({ rank }: Component): number => rank % languageStep;
  const marked = new Set(
    names
      .filter(
        (name) => ![preferences.fullySpecified, preferences.unmarked].some((p) => p === preferenceOf(name)),
      )
      .map(languageOf),
  );
  const wanted = names.filter(
    (name) => preferenceOf(name) !== preferences.unmarked || !marked.has(languageOf(name)),
  );
  const byKey = new Map<string, string>();
  for (const { value } of wanted) {
    const key = value.toLowerCase();
    byKey.set(key, byKey.get(key) ?? value);
  }
  return [...byKey.values()];
}

function toCurie(identifier: string): Curie {
  return `SNOMEDCT:${identifier}`;
}

import type { Curie } from '../concept.ts';
import { ownCopy } from './ownCopy.ts';

/** Tells a hierarchy's broad kinds of concepts, which serve as semantic types where a format has none. */
export interface Branches {
  /** Called for each concept before `typesOf` is called for any. */
  add(concept: BranchConcept): void;
  /** Names of the branches that it is in; none where the hierarchy does not tell. */
  typesOf(curie: Curie): readonly string[];
}

export interface BranchConcept {
  readonly curie: Curie;
  readonly name: string;
  readonly parents: readonly Curie[];
}

/** Above, the hierarchy is not held in memory: such ontologies are lists of organisms or substances. */
const maximumConcepts = 500_000;

/** With more tops than this a hierarchy is an extract, whose tops are concepts like others. */
const maximumBranches = 40;

/**
 * A branch is a child of the only root ("Phenotypic abnormality" below "All"), or, where there are several roots,
 * one of those ("biological process"). Concepts that stand alone are no roots.
 */
export function createBranches(): Branches {
  const concepts = new Map<Curie, BranchConcept>();
  let found: ReadonlyMap<Curie, readonly string[]> | undefined;
  return {
    add(concept) {
      if (concepts.size < maximumConcepts && !concepts.has(concept.curie)) {
        // Cut out of the file's text, a name would keep that text in memory.
        concepts.set(concept.curie, { ...concept, name: ownCopy(concept.name) });
      }
    },
    typesOf(curie) {
      found ??= concepts.size < maximumConcepts ? findBranches(concepts) : new Map();
      return found.get(curie) ?? [];
    },
  };
}

function findBranches(concepts: ReadonlyMap<Curie, BranchConcept>): ReadonlyMap<Curie, readonly string[]> {
  const children = new Map<Curie, Curie[]>();
  const roots: Curie[] = [];
  for (const { curie, parents } of concepts.values()) {
    const known = parents.filter((parent) => concepts.has(parent));
    for (const parent of known) {
      const siblings = children.get(parent) ?? [];
      siblings.push(curie);
      children.set(parent, siblings);
    }
    if (known.length === 0) {
      roots.push(curie);
    }
  }
  const tops = roots.filter((root) => children.has(root));
  const [onlyTop] = tops;
  const branches = tops.length === 1 && onlyTop !== undefined ? (children.get(onlyTop) ?? []) : tops;
  const types = new Map<Curie, string[]>();
  if (branches.length <= maximumBranches) {
    branches.forEach((branch) =>
      mark(branch, concepts.get(branch)?.name.replaceAll('_', ' ') ?? '', children, types),
    );
  }
  return types;
}

/** Gives the name to all below the branch. Each is met once, so a cycle ends. */
function mark(
  branch: Curie,
  name: string,
  children: ReadonlyMap<Curie, readonly Curie[]>,
  types: Map<Curie, string[]>,
): void {
  const met = new Set([branch]);
  for (const curie of met) {
    const own = types.get(curie) ?? [];
    if (name !== '' && !own.includes(name)) {
      types.set(curie, [...own, name]);
    }
    // A set's iteration goes on with what is added meanwhile.
    children.get(curie)?.forEach((child) => met.add(child));
  }
}

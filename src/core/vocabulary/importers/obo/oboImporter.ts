import type { Concept } from '../../concept.ts';
import { createBranches, type Branches } from '../branches.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readStanzas, type OboStanza } from './oboStanzas.ts';
import { readValue } from './oboText.ts';
import { readHeader, type OboHeader } from './readHeader.ts';
import { isObsolete, readIdentity, readParents, readTerm, valuesOf } from './readTerm.ts';

/**
 * OBO flat files, versions 1.0 to 1.4: http://owlcollab.github.io/oboformat/doc/obo-syntax.html. Each is read
 * twice, since a concept's branch is known when the hierarchy is.
 */
export const oboImporter: VocabularyImporter = {
  format: 'obo',
  title: 'OBO 1.4',
  recognize: (files) => files.filter(({ head }) => /^\uFEFF?format-version\s*:|^\[Term\]\s*$/mu.test(head)),
  read: readObo,
};

async function* readObo(
  files: readonly SourceFile[],
  options: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const types = await findTypes(files, options);
  let isReleaseTold = false;
  for (const file of files) {
    let header: OboHeader | undefined;
    for await (const stanza of readStanzas(file, options.signal)) {
      if (header === undefined) {
        header = readHeader(stanza);
        if (!isReleaseTold) {
          isReleaseTold = true;
          yield { kind: 'release', release: header.release };
        }
      }
      yield* readStanza(stanza, file, header, types, options);
    }
  }
}

function* readStanza(
  stanza: OboStanza,
  { path }: SourceFile,
  { abbreviationTypes }: OboHeader,
  types: ConceptTypes,
  { prefix = 'LOCAL' }: ImportOptions,
): Generator<ImportedRecord> {
  yield* stanza.problems.map((problem): ImportedRecord => ({ kind: 'problem', problem }));
  if (stanza.type !== 'Term' || isAnonymous(stanza)) {
    return;
  }
  const problems: ImportedRecord[] = [];
  const report = (line: number, message: string): void => {
    problems.push(problemAt(path, line, message));
  };
  const concept = readTerm(stanza, { prefix, abbreviationTypes, report });
  yield* problems;
  if (concept !== undefined) {
    yield conceptAt({ ...concept, semanticTypes: types(stanza, concept) }, path, stanza.line);
  }
}

/**
 * `id: _:genid5`: a class without an identifier of its own. That a term has one and says `is_anonymous` all the
 * same is met in the Human Phenotype Ontology; those are terms like others.
 */
function isAnonymous(stanza: OboStanza): boolean {
  return valuesOf(stanza, 'id').some(({ value }) => value.startsWith('_:'));
}

type ConceptTypes = (stanza: OboStanza, concept: Concept) => readonly string[];

/** A concept's type is its branch, or its namespace where the hierarchy tells no branches. */
async function findTypes(
  files: readonly SourceFile[],
  { signal, prefix = 'LOCAL' }: ImportOptions,
): Promise<ConceptTypes> {
  const branches = createBranches();
  try {
    for (const file of files) {
      for await (const stanza of readStanzas(file, signal)) {
        addToBranches(branches, stanza, prefix);
      }
    }
  } catch (error) {
    // A damaged file; it is told of when what stands before the damage has been read.
    if (!(error instanceof VocabularyFileError)) {
      throw error;
    }
  }
  return (stanza, { curie }) => {
    const found = branches.typesOf(curie);
    return found.length > 0 ? found : namespacesOf(stanza);
  };
}

function addToBranches(branches: Branches, stanza: OboStanza, prefix: string): void {
  if (stanza.type === 'Term' && !isObsolete(stanza) && !isAnonymous(stanza)) {
    const identity = readIdentity(stanza, { prefix, report: () => undefined });
    if (identity !== undefined) {
      branches.add({ ...identity, parents: readParents(stanza, prefix) });
    }
  }
}

/** Those that are words, such as `biological_process`; others name files, or nothing ("external", "none"). */
function namespacesOf(stanza: OboStanza): string[] {
  return valuesOf(stanza, 'namespace')
    .map(({ value }) => readValue(value))
    .filter((value) => /^[A-Za-z]+(?:_[A-Za-z]+)*$/u.test(value) && !/^(?:external|none)$/u.test(value))
    .map((value) => value.replaceAll('_', ' '));
}

import type { Curie } from '../../concept.ts';
import { toCurie } from '../curies.ts';
import type {
  ImportedRecord,
  ImportOptions,
  ReleaseDetails,
  SourceFile,
  VocabularyImporter,
} from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { isColumnLine } from './mappingRow.ts';
import { readMappingSet, type PlacedMapping } from './readMappingSet.ts';
import type { SssomMetadata } from './sssomMetadata.ts';

/** "The same or a near meaning", as `Concept.crossReferences` has it; broader and narrower ones have another. */
const sameOrNear: ReadonlySet<string> = new Set([
  'skos:exactMatch',
  'skos:closeMatch',
  'owl:equivalentClass',
  'oboInOwl:hasDbXref',
]);

/**
 * Mapping sets in SSSOM/TSV, with their metadata at the head or in a YAML file beside
 * (https://mapping-commons.github.io/sssom/spec-formats-tsv/): each subject with its label becomes a concept. The
 * mappings of a subject need not stand together, and a release spreads them over files by their objects, so the
 * subjects are gathered in memory and come at the end; the largest mapping sets have some 100,000.
 */
export const sssomImporter: VocabularyImporter = {
  format: 'sssom-tsv',
  title: 'SSSOM mapping set',
  recognize(files) {
    const tables = files.filter(({ head }) => head.split(/\r\n|[\r\n]/u).some(isColumnLine));
    return files.filter(
      (file) => tables.includes(file) || tables.some(({ path }) => isMetadataOf(file.path, path)),
    );
  },
  read: readMappingSets,
};

function isMetadataOf(path: string, tablePath: string): boolean {
  const [name, tableName] = [path, tablePath].map((each) => each.replace(/(?:\.sssom)?\.\w+$/u, ''));
  return name === tableName && /\.ya?ml$/u.test(path);
}

interface Subject {
  readonly file: string;
  readonly line: number;
  readonly labels: Set<string>;
  readonly crossReferences: Set<Curie>;
}

async function* readMappingSets(
  files: readonly SourceFile[],
  { signal }: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const subjects = new Map<Curie, Subject>();
  let release: ReleaseDetails | undefined;
  for (const file of files.filter(({ path }) => !/\.ya?ml$/u.test(path))) {
    const beside = files.find(({ path }) => isMetadataOf(path, file.path));
    for await (const found of readMappingSet(file, beside, signal)) {
      if (found.kind === 'mapping') {
        yield* addMapping(subjects, found, file);
      } else if (found.kind !== 'release') {
        yield found;
      } else if (release === undefined) {
        release = found.release;
        yield found;
      }
    }
  }
  yield* describeSubjects(subjects);
}

function* addMapping(
  subjects: Map<Curie, Subject>,
  { row, metadata, line }: PlacedMapping,
  file: SourceFile,
): Generator<ImportedRecord> {
  const curie = resolve(row.subjectId, metadata);
  if (curie === undefined) {
    const id = row.subjectId.slice(0, 100);
    yield problemAt(file.path, line, `No CURIE can be made of the subject_id "${id}".`);
    return;
  }
  let subject = subjects.get(curie);
  if (subject === undefined) {
    subject = { file: file.path, line, labels: new Set(), crossReferences: new Set() };
    subjects.set(curie, subject);
  }
  if (row.subjectLabel !== '') {
    subject.labels.add(row.subjectLabel);
  }
  const object = row.objectId === undefined ? undefined : resolve(row.objectId, metadata);
  if (object !== undefined && sameOrNear.has(row.predicateId)) {
    subject.crossReferences.add(object);
  }
}

/** By the IRI that the mapping set's own prefix stands for; where nobody knows that, by the prefix itself. */
function resolve(identifier: string, { curieMap }: SssomMetadata): Curie | undefined {
  const colon = identifier.indexOf(':');
  const iri = curieMap.get(identifier.slice(0, colon));
  const expanded = iri === undefined ? undefined : toCurie(iri + identifier.slice(colon + 1));
  return expanded ?? toCurie(identifier);
}

/** Labels are recommended, not required: of a mapping set without any one sentence is enough. */
function* describeSubjects(subjects: ReadonlyMap<Curie, Subject>): Generator<ImportedRecord> {
  let nameless: { first: Subject; curie: Curie; count: number } | undefined;
  for (const [curie, subject] of subjects) {
    const { labels, crossReferences, file, line } = subject;
    const [preferredName, ...others] = labels;
    if (preferredName === undefined) {
      nameless = { first: subject, curie, ...nameless, count: (nameless?.count ?? 0) + 1 };
    } else {
      const concept = {
        curie,
        preferredName,
        synonyms: others.map((name) => ({ name, scope: 'exact', abbreviation: false }) as const),
        semanticTypes: [],
        // The OBO Foundry's label of a class that is no longer used; a mapping set has no other sign.
        ...(/^obsolete /iu.test(preferredName) && { obsolete: true }),
        ...(crossReferences.size > 0 && { crossReferences: [...crossReferences] }),
      };
      yield conceptAt(concept, file, line);
    }
  }
  if (nameless !== undefined) {
    const { first, curie, count } = nameless;
    yield problemAt(
      first.file,
      first.line,
      `${count === 1 ? 'A subject has' : `${count} subjects have`} no subject_label and cannot be a concept, from ${curie} on.`,
    );
  }
}

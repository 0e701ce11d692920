import type {
  ImportedRecord,
  ImportOptions,
  ReleaseDetails,
  SourceFile,
  VocabularyImporter,
} from '../importer.ts';
import { VocabularyFileError } from '../importer.ts';
import { ownCopy } from '../ownCopy.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readElements } from '../xml/readElements.ts';
import { readMeshRecord } from './readMeshRecord.ts';

const records: ReadonlySet<string> = new Set(['DescriptorRecord', 'SupplementalRecord']);

/**
 * MeSH as the National Library of Medicine publishes it: `desc2026.xml` with the descriptors and `supp2026.xml` with
 * the supplementary concepts (https://www.nlm.nih.gov/mesh/xml_data_elements.html). The files are read as streams;
 * the descriptors a second time before, for their places in the tree alone.
 */
export const meshImporter: VocabularyImporter = {
  format: 'mesh-xml',
  title: 'MeSH XML',
  recognize: (files) =>
    files.filter(
      ({ head }) => /<(?:Descriptor|Supplemental)RecordSet[\s>]/u.test(head) && !/<html/iu.test(head),
    ),
  read: readFiles,
};

async function* readFiles(
  files: readonly SourceFile[],
  options: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const descriptorOf = await readTree(files, options.signal);
  yield { kind: 'release', release: describeRelease(files) };
  for (const file of files) {
    yield* readFile(file, descriptorOf, options);
  }
}

async function* readFile(
  file: SourceFile,
  descriptorOf: ReadonlyMap<string, string>,
  { signal, languages = ['en'] }: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  for await (const element of readElements(file, (name) => records.has(name), signal)) {
    if (!records.has(element.name)) {
      checkLanguage(file, element.attributes['LanguageCode'] ?? 'eng', languages);
      continue;
    }
    const concept = readMeshRecord(element, descriptorOf);
    yield typeof concept === 'string'
      ? problemAt(file.path, element.line, concept)
      : conceptAt(concept, file.path, element.line);
  }
}

/** The descriptors by tree number; of a damaged file those before the damage, which is reported when it is read. */
async function readTree(files: readonly SourceFile[], signal?: AbortSignal): Promise<Map<string, string>> {
  const descriptorOf = new Map<string, string>();
  for (const file of files) {
    let descriptor = '';
    try {
      for await (const { name, text } of readElements(file, isPlace, signal)) {
        if (name === 'DescriptorUI') {
          descriptor = text.trim();
        } else if (name === 'TreeNumber') {
          descriptorOf.set(ownCopy(text.trim()), ownCopy(descriptor));
        }
      }
    } catch (error) {
      if (!(error instanceof VocabularyFileError)) {
        throw error;
      }
    }
  }
  return descriptorOf;
}

function isPlace(name: string, parent: string | undefined): boolean {
  return (name === 'DescriptorUI' && parent === 'DescriptorRecord') || name === 'TreeNumber';
}

/** MeSH writes ISO 639-2, such as `eng`, which BCP 47 shortens. */
function checkLanguage(file: SourceFile, code: string, languages: readonly string[]): void {
  const language = /^[a-z]{2,3}$/u.test(code) ? (Intl.getCanonicalLocales(code)[0] ?? code) : code;
  if (!languages.includes(language)) {
    throw new VocabularyFileError(
      file.path,
      `Its names are in "${language}". Import it for this language, or get the file in one of: ${languages.join(', ')}.`,
    );
  }
}

/** The XML does not tell its year; the name of the file does. */
function describeRelease(files: readonly SourceFile[]): ReleaseDetails {
  const version = files.flatMap(({ path }) => /(?:desc|supp)(\d{4})/u.exec(path)?.[1] ?? [])[0];
  return {
    title: 'Medical Subject Headings (MeSH)',
    ...(version === undefined ? {} : { version }),
    licence: 'https://www.nlm.nih.gov/databases/download/terms_and_conditions_mesh.html',
    source: 'https://www.nlm.nih.gov/mesh/meshhome.html',
  };
}

import type { Curie } from '../../concept.ts';
import type {
  ImportedRecord,
  ImportOptions,
  ReleaseDetails,
  SourceFile,
  VocabularyImporter,
} from '../importer.ts';
import { isOrderFile, readOrderFile } from './orderFile.ts';
import { isTabularList, readTabularList } from './tabularList.ts';

/** ICD-10-CM of the United States: the order file with every code, the Tabular List with more names for fewer codes. */
export const icd10cmImporter: VocabularyImporter = {
  format: 'icd10cm',
  title: 'ICD-10-CM order file and Tabular List',
  recognize: (files) =>
    files
      .filter(({ head }) => isTabularList(head) || isOrderFile(head))
      // A code comes from the first file that has it, and the Tabular List knows more about it.
      .sort((a, b) => Number(isOrderFile(a.head)) - Number(isOrderFile(b.head))),
  read: readFiles,
};

async function* readFiles(
  files: readonly SourceFile[],
  options: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const earlier = new Set<Curie>();
  let release: ReleaseDetails | undefined;
  for (const file of files) {
    const own: Curie[] = [];
    for await (const record of readFile(file, options)) {
      if (record.kind === 'release') {
        release ??= describeRelease(record.release.version);
      } else if (record.kind === 'problem' || !earlier.has(record.concept.curie)) {
        if (record.kind === 'concept' && files.length > 1) {
          own.push(record.concept.curie);
        }
        yield record;
      }
    }
    own.forEach((curie) => earlier.add(curie));
  }
  const year = files.flatMap(({ path }) => /(?<!\d)20\d\d(?!\d)/u.exec(path)?.[0] ?? [])[0];
  yield { kind: 'release', release: release ?? describeRelease(year) };
}

async function* readFile(file: SourceFile, { signal }: ImportOptions): AsyncGenerator<ImportedRecord> {
  yield* (await isXml(file)) ? readTabularList(file, signal) : readOrderFile(file, signal);
}

async function isXml(file: SourceFile): Promise<boolean> {
  for await (const chunk of file.read()) {
    const start = Buffer.from(chunk)
      .toString('latin1')
      .replaceAll(/[\s\0]|^(?:ï»¿|ÿþ|þÿ)/gu, '');
    if (start !== '') {
      return start.startsWith('<');
    }
  }
  return false;
}

function describeRelease(version: string | undefined): ReleaseDetails {
  return {
    title: 'ICD-10-CM',
    ...(version !== undefined && version !== '' && { version }),
    licence: 'Public domain (work of the United States government)',
    source: 'https://www.cdc.gov/nchs/icd/icd-10-cm/index.html',
  };
}

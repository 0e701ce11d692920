import type { Curie } from '../../concept.ts';
import { toCurie } from '../curies.ts';
import type { ImportOptions, SampledFile, SourceFile, VocabularyImporter } from '../importer.ts';
import { problemAt } from '../recordPosition.ts';
import { readLines } from '../sourceLines.ts';
import { mergeRows, type TableRecord } from './mergeRows.ts';

/** A name a line after its identifiers: `D009203|608446||heart attack` (https://github.com/dmis-lab/BioSyn). */
export const biosynImporter: VocabularyImporter = {
  format: 'biosyn',
  title: 'BioSyn dictionary',
  recognize: (files) => files.filter(isDictionary),
  read: (files, options) => mergeRows(() => readDictionaries(files, options)),
};

/** Its corpora have the same bars, but several cells. */
const linePattern = /^\s*([^|\s]+(?:\|\s*[^|\s]+)*)\|\|(?!.*\|\|)(.*)$/u;

/** One damaged line makes it no other kind of file. */
const leastShareOfEntries = 0.75;

function isDictionary({ head }: SampledFile): boolean {
  // The last line may be cut off.
  const lines = head.split(/\r\n|\n|\r/u).filter((line) => line.trim() !== '');
  const first = lines.slice(0, lines.length > 1 ? Math.min(20, lines.length - 1) : 1);
  const entries = first.filter((line) => linePattern.test(line.replace(/^\uFEFF/u, '')));
  return first.length > 0 && entries.length >= first.length * leastShareOfEntries;
}

async function* readDictionaries(
  files: readonly SourceFile[],
  { signal, prefix }: ImportOptions,
): AsyncGenerator<TableRecord> {
  for (const { path: file, read } of files) {
    for await (const { firstLine, lines, problems } of readLines({ path: file, read }, signal)) {
      yield* problems.map((problem) => ({ kind: 'problem', problem }) as const);
      for (const [i, text] of lines.entries()) {
        if (text.trim() !== '') {
          yield readEntry(text, prefix, file, firstLine + i);
        }
      }
    }
  }
}

function readEntry(text: string, prefix: string | undefined, file: string, line: number): TableRecord {
  const [, ids = '', name = ''] = linePattern.exec(text) ?? [];
  const [curie, ...alternativeIds] = ids
    .split('|')
    .map((id) => readBareId(id.trim(), prefix))
    .filter((id) => id !== undefined);
  if (curie === undefined || name.trim() === '') {
    return problemAt(file, line, 'The line is no "identifier||name"; it is left out.');
  }
  const concept = { curie, preferredName: name.trim(), synonyms: [], semanticTypes: [], alternativeIds };
  return { kind: 'row', concept, file, line };
}

/** Its published dictionaries have identifiers of MeSH, OMIM and the UMLS without saying so, in one column. */
function readBareId(id: string, prefix: string | undefined): Curie | undefined {
  if (prefix !== undefined) {
    return toCurie(id, prefix);
  }
  const guessed = /^[CD]\d{6}(?:\d{3})?$/u.test(id)
    ? 'MESH'
    : /^C\d{7}$/u.test(id)
      ? 'UMLS'
      : /^\d{6}$/u.test(id)
        ? 'OMIM'
        : 'LOCAL';
  return toCurie(id, guessed);
}

import * as z from 'zod';
import { EvaluationFileError, readEvaluationFile } from '../evaluationFile.ts';
import type { Dictionary, DictionaryContent } from './dictionary.ts';
import { readBiosynDictionary } from './readBiosynDictionary.ts';
import { ctdHeader, readCtdDictionary } from './readCtdDictionary.ts';
import { readNameMap } from './readNameMap.ts';

/**
 * Reads the dictionary that mentions are linked to, plain or gzip; its content tells which form it has: BioSyn's
 * `id||name`, a vocabulary of CTD such as MEDIC, or a JSON object from identifiers to names.
 * @throws {EvaluationFileError} when it cannot be read, is none of these, or has no name.
 */
export async function readDictionary(file: string): Promise<Dictionary> {
  const { text, sha256 } = await readEvaluationFile(file);
  const content = readContent(text, file);
  const [problem] = content.problems;
  if (content.concepts.length === 0) {
    const first = problem ? ` Line ${problem.line}: ${problem.message}` : '';
    throw new EvaluationFileError(file, `there is no name in the dictionary.${first}`);
  }
  return { ...content, file, sha256 };
}

function readContent(text: string, file: string): DictionaryContent {
  if (text.trimStart().startsWith('{')) {
    return readNameMap(parseObject(text, file), file);
  }
  if (ctdHeader.test(text.slice(0, longestPreamble))) {
    return readCtdDictionary(text, file);
  }
  if (text.trim() === '' || text.includes('||')) {
    return readBiosynDictionary(text, file);
  }
  throw new EvaluationFileError(
    file,
    'the form is not known. Give lines "id||name", a file of CTD such as CTD_diseases.tsv, or a JSON object {"id": ["name"]}.',
  );
}

/** CTD's terms of use stand before its data. */
const longestPreamble = 20_000;

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationFileError(file, `the JSON is broken (${reason}).`, { cause });
  }
}

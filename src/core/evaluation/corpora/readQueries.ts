import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pubTatorText } from '../../annotation/formats/pubTator/parsePubTator.ts';
import { EvaluationFileError, readEvaluationFile } from '../evaluationFile.ts';
import type { Corpus } from './corpus.ts';
import { annotatedTextMention, readAnnotatedTexts } from './readAnnotatedTexts.ts';
import { readBiocJson } from './readBiocJson.ts';
import { readBiocXml } from './readBiocXml.ts';
import { isBiosynJson, readBiosynJson, type CorpusPart } from './readBiosynJson.ts';
import { readBiosynQueries } from './readBiosynQueries.ts';
import { readMentionTable } from './readMentionTable.ts';
import { readPubTator } from './readPubTator.ts';

export interface QueryOptions {
  /** Only mentions of these types, in any case; empty for all. */
  readonly types: readonly string[];
  /** Of a file that holds several parts of a corpus. */
  readonly part: CorpusPart;
}

/**
 * Reads the mentions that a linker is measured on: a folder of `.concept` files, or a file in PubTator's form, in
 * BioC (XML or JSON), GSC+'s, a `.concept` file, BioSyn's `data.json`, or a table `mention<TAB>id|id`; what it is, its
 * content tells. A file may be gzip.
 * @throws {EvaluationFileError} when it cannot be read, is none of these, or no mention is left.
 */
export async function readQueries(path: string, { types, part }: QueryOptions): Promise<Corpus> {
  const corpora = (await isFolder(path)) ? await readFolder(path) : [await readFileOf(path, part)];
  const problems = corpora.flatMap((corpus) => corpus.problems);
  const all = corpora.flatMap((corpus) => corpus.mentions);
  if (all.length === 0) {
    const first = problems[0] ? ` ${problems[0].file}, line ${problems[0].line}: ${problems[0].message}` : '';
    throw new EvaluationFileError(path, `there is no mention in it.${first}`);
  }
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  const mentions = all.filter(({ type }) => wanted.size === 0 || wanted.has(type?.toLowerCase() ?? ''));
  if (mentions.length === 0) {
    const known = [...new Set(all.flatMap(({ type }) => type ?? []))].join(', ');
    const problem = `no mention is of type ${types.join(' or ')}. There are: ${known === '' ? 'none' : known}.`;
    throw new EvaluationFileError(path, problem);
  }
  return { mentions, problems };
}

async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationFileError(path, `the queries cannot be read (${reason}).`, { cause });
  });
  return status.isDirectory();
}

async function readFolder(folder: string): Promise<Corpus[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.concept')).sort();
  if (files.length === 0) {
    throw new EvaluationFileError(folder, 'there is no .concept file in this folder.');
  }
  const corpora: Corpus[] = [];
  for (const file of files.map((name) => join(folder, name))) {
    corpora.push(readBiosynQueries((await readEvaluationFile(file)).text, file));
  }
  return corpora;
}

async function readFileOf(file: string, part: CorpusPart): Promise<Corpus> {
  const { text } = await readEvaluationFile(file);
  const content = text.trimStart();
  if (content.startsWith('<')) {
    return readBiocXml(text, file);
  }
  if (/^[[{]/u.test(content)) {
    const json = parseJson(text, file);
    return isBiosynJson(json) ? readBiosynJson(json, part, file) : readBiocJson(json, file);
  }
  const firstLines = content.split(/\r\n|\n|\r/u, 20);
  if (firstLines.some((line) => pubTatorText.test(line))) {
    return readPubTator(text, file);
  }
  if (firstLines.some((line) => annotatedTextMention.test(line))) {
    return readAnnotatedTexts(text, file);
  }
  if (firstLines.some((line) => /^[^|]*\|\|\d+\|/u.test(line))) {
    return readBiosynQueries(text, file);
  }
  if (firstLines.some((line) => line.includes('\t'))) {
    return readMentionTable(text, file);
  }
  throw new EvaluationFileError(
    file,
    'the form is not known. Give a folder of .concept files, a PubTator or BioC file, or a table "mention<TAB>id|id".',
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationFileError(file, `the JSON is broken (${reason}).`, { cause });
  }
}

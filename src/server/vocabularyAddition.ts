import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { isVocabularyId } from '../core/vocabulary/vocabularySource.ts';
import type {
  AddedVocabulary,
  AddVocabularyParams,
  VocabularyOrigin,
} from '../protocol/vocabularyMessages.ts';
import { VocabularyProcessError, type VocabularyCommand } from './vocabularyProcess.ts';

/** More than that nobody reads in an editor; the command line lists all. */
const problemsTold = 1_000;

const printedSchema = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  conceptCount: z.number(),
  nameCount: z.number(),
  format: z.string(),
  problems: z.number(),
});

/** Adds what a client names, with `run` running the command that does it. */
export async function addVocabulary(
  { origin, id, title }: AddVocabularyParams,
  run: (command: VocabularyCommand) => Promise<unknown>,
): Promise<AddedVocabulary> {
  // Pasted rows and the report of bad ones; nobody else may read them.
  const folder = await mkdtemp(join(tmpdir(), 'termlens-vocabulary-'));
  try {
    const report = join(folder, 'problems.tsv');
    const rows = join(folder, 'pasted');
    if (origin.kind === 'rows') {
      await writeFile(rows, origin.text, { mode: 0o600 });
    }
    const printed = await run({
      name: 'add',
      options: [
        `--report=${report}`,
        ...(id === undefined ? [] : [`--id=${requireId(id)}`]),
        ...(title === undefined ? [] : [`--title=${title}`]),
      ],
      operand: origin.kind === 'rows' ? rows : operandOf(origin),
    });
    const { problems, ...added } = printedSchema.parse(printed);
    return { ...added, problemCount: problems, problems: await readProblems(report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a connection is what the user asks for. */
export function isFetched({ kind }: VocabularyOrigin): boolean {
  return kind === 'known' || kind === 'address';
}

/** What the client sends becomes arguments of a command, and names a folder. */
export function requireId(id: string): string {
  if (!isVocabularyId(id)) {
    throw new VocabularyProcessError(
      `"${id}" cannot be the id of a vocabulary. Give one of lower-case letters, digits, "-" and "_".`,
    );
  }
  return id;
}

/** Each kind is that kind alone: an address in the place of a path would be fetched, a path in that of a name read. */
function operandOf(origin: Exclude<VocabularyOrigin, { kind: 'rows' }>): string {
  switch (origin.kind) {
    case 'path':
      if (!isAbsolute(origin.path)) {
        throw new VocabularyProcessError(`"${origin.path}" is not the absolute path of a file or folder.`);
      }
      return origin.path;
    case 'known':
      return requireId(origin.id);
    case 'address':
      if (!/^https?:\/\//iu.test(origin.address)) {
        throw new VocabularyProcessError(
          `"${origin.address}" is no address of the web. Give one that begins with https://.`,
        );
      }
      return origin.address;
  }
}

async function readProblems(report: string): Promise<readonly string[]> {
  const [, ...rows] = (await readFile(report, 'utf8')).split('\n').slice(0, problemsTold + 1);
  return rows
    .filter((row) => row !== '')
    .map((row) => {
      const [file = '', line = '', ...problem] = row.split('\t');
      return `${file}, line ${line}: ${problem.join(' ')}`;
    });
}

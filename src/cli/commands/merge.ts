import { readFile } from 'node:fs/promises';
import { mergeForNote, type NoteText } from '../../core/annotation/merge/mergeForNote.ts';
import { writeFileWhole } from '../../core/writeFileWhole.ts';
import { printJson } from '../printTable.ts';
import { formatCount } from '../tellProblems.ts';

export interface MergeCommandOptions {
  readonly output?: string;
  readonly note?: string;
  readonly oursLabel: string;
  readonly theirsLabel: string;
  readonly json: boolean;
}

/** Stands for a base that nobody has. */
export const noBase = '-';

/** A version of an annotation file, or its note, cannot be read or written. */
export class MergeFileError extends Error {
  override readonly name = 'MergeFileError';

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
  }
}

/**
 * `termlens merge`: three versions of an annotation file become one, as a merge driver of git does it. The exit status
 * is 1 when differences are left to decide.
 */
export async function mergeFiles(
  base: string,
  ours: string,
  theirs: string,
  { output, note, oursLabel, theirsLabel, json }: MergeCommandOptions,
): Promise<void> {
  const { text, conflicts } = mergeForNote(
    {
      base: base === noBase ? undefined : await readWhole(base),
      ours: await readWhole(ours),
      theirs: await readWhole(theirs),
      labels: { ours: toLabel(oursLabel, 'ours'), theirs: toLabel(theirsLabel, 'theirs') },
    },
    note === undefined ? undefined : await readNote(note),
  );
  if (output !== undefined) {
    await writeFileWhole(output, Buffer.from(text)).catch((cause: unknown) => {
      throw new MergeFileError(output, `it cannot be written (${reasonOf(cause)}).`, { cause });
    });
  }
  if (json) {
    printJson({ differences: conflicts, ...(output === undefined ? { text } : { output }) });
  } else if (output === undefined) {
    process.stdout.write(text);
  }
  if (conflicts.length > 0) {
    process.stderr.write(
      `termlens: ${formatCount(conflicts.length, 'difference')} left to decide in ${output ?? 'the merged file'}: both versions are there, with the attribute Adjudicate.\n`,
    );
    process.exitCode = 1;
  }
}

/** git before 2.44 hands on `%X` and `%Y` as they are. */
function toLabel(wanted: string, otherwise: string): string {
  return /^%[XY]$/u.test(wanted) ? otherwise : wanted;
}

async function readWhole(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    throw new MergeFileError(
      file,
      error instanceof TypeError ? 'it is no UTF-8 text.' : `it cannot be read (${reasonOf(error)}).`,
      { cause: error },
    );
  }
}

async function readNote(file: string): Promise<NoteText> {
  const text = await readWhole(file);
  const hasByteOrderMark = text.startsWith('\ufeff');
  return { text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}

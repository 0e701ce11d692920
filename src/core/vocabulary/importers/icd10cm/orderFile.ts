import type { Concept } from '../../concept.ts';
import type { ImportedRecord, SourceFile } from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readLines } from '../sourceLines.ts';
import { icd10cmCurie, semanticTypeOfCode } from './icd10cmCode.ts';

/** Order number, code without its dot, whether it may be billed, short description, long description. */
const row = /^\d{5} ([A-Z]\d[0-9A-Z]{1,5}) +[01] (\S.{59}) (\S.*)$/u;

export function isOrderFile(head: string): boolean {
  return head.split(/\r?\n/u, 10).some((line) => row.test(line));
}

/**
 * The order file of CMS and CDC (`icd10cm-order-2026.txt`; its layout is described in the release's
 * `icd10cmOrderFile.pdf`): every code after the one that it is part of.
 */
export async function* readOrderFile(
  file: SourceFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportedRecord> {
  const ancestors: string[] = [];
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map((problem): ImportedRecord => ({ kind: 'problem', problem }));
    for (const [i, line] of lines.entries()) {
      const [, code, short = '', long = ''] = row.exec(line) ?? [];
      if (code !== undefined) {
        while (ancestors.length > 0 && !code.startsWith(ancestors.at(-1) ?? '')) {
          ancestors.pop();
        }
        yield conceptAt(readRow(code, short, long, ancestors.at(-1)), file.path, firstLine + i);
        ancestors.push(code);
      } else if (line.trim() !== '') {
        yield problemAt(
          file.path,
          firstLine + i,
          'No line of an order file: number, code, 0 or 1, and from columns 17 and 78 on two descriptions.',
        );
      }
    }
  }
}

function readRow(code: string, short: string, long: string, parent: string | undefined): Concept {
  const preferredName = long.trim();
  const shortened = short.trim();
  return {
    curie: icd10cmCurie(code) ?? code,
    preferredName,
    synonyms: shortened === preferredName ? [] : [{ name: shortened, scope: 'exact', abbreviation: false }],
    semanticTypes: [semanticTypeOfCode(code)],
    ...(parent !== undefined && { parents: [icd10cmCurie(parent) ?? parent] }),
  };
}

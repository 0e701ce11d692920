import { createCodePointOffsets } from '../../annotation/codePointOffsets.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import { splitLines, type TextLine } from '../textLines.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import { placeMention } from './placeMention.ts';

/** `pmid|t|title` or `pmid|a|abstract`. */
export const pubTatorText = /^([^|\t]+)\|([ta])\|(.*)$/u;
const wholeNumber = /^\d+$/u;

interface DraftDocument {
  readonly id: string;
  readonly line: number;
  readonly texts: string[];
  readonly annotations: { readonly line: number; readonly cells: readonly string[] }[];
}

/**
 * Reads a corpus in PubTator's form: title, abstract, and a line `pmid start end mention type ids` (tabs) for each
 * mention. Offsets count Unicode code points of title, one space and abstract. Lines of relations are passed over.
 */
export function readPubTator(text: string, file: string): Corpus {
  const { documents, problems } = readDocuments(splitLines(text), file);
  const mentions = documents.flatMap((document) => readMentions(document, file, problems));
  return { mentions, problems: problems.sort((a, b) => a.line - b.line) };
}

function readDocuments(
  lines: readonly TextLine[],
  file: string,
): { documents: DraftDocument[]; problems: ImportProblem[] } {
  const documents: DraftDocument[] = [];
  const problems: ImportProblem[] = [];
  const seen = new Set<string>();
  for (const { text, line } of lines) {
    const [, id, part, content = ''] = pubTatorText.exec(text) ?? [];
    const current = documents.at(-1);
    const cells = text.split('\t');
    if (id !== undefined && (part === 't' || current?.id !== id)) {
      documents.push({ id, line, texts: [content], annotations: [] });
      if (seen.has(id)) {
        problems.push({ file, line, message: `document ${id} stands here for the second time; both count.` });
      }
      seen.add(id);
    } else if (id !== undefined) {
      current?.texts.push(content);
    } else if (cells.length >= 4 && !wholeNumber.test(cells[1] ?? '')) {
      continue; // a relation
    } else if (cells.length >= 5 && wholeNumber.test(cells[2] ?? '') && current?.id === cells[0]) {
      current?.annotations.push({ line, cells });
    } else if (text.trim() !== '') {
      const expected = `a line "pmid start end mention type ids" (tabs) of ${current?.id ?? 'a document'}`;
      problems.push({ file, line, message: `${expected} is expected; this one is left out.` });
    }
  }
  return { documents, problems };
}

function readMentions(
  { id, texts, annotations }: DraftDocument,
  file: string,
  problems: ImportProblem[],
): EvaluationMention[] {
  const text = texts.join(' ');
  const placed = { text, offsets: createCodePointOffsets(text) };
  const document = { id, text };
  return annotations.map(({ line, cells: [, start, end, mention = '', type = '', ids = ''] }) => {
    const { range, problem } = placeMention(placed, Number(start), Number(end), mention);
    if (problem !== undefined) {
      problems.push({ file, line, message: problem });
    }
    return { mention, gold: readGold(ids), type, document, ...(range && { range }) };
  });
}

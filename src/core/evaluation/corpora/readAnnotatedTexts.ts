import { createCodePointOffsets } from '../../annotation/codePointOffsets.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import { splitLines, type TextLine } from '../textLines.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import { placeMention } from './placeMention.ts';

/** `start end mention id`, tabs between them. */
export const annotatedTextMention = /^\d+\t\d+\t[^\t]+\t\S+$/u;

/**
 * Reads a corpus in the form of GSC+ (Lobo et al. 2017, as PhenoTagger distributes it): blocks parted by empty lines,
 * each with the document's id, its text on one line, and a line `start end mention id` (tabs) for each mention.
 * Offsets count Unicode code points of the text.
 */
export function readAnnotatedTexts(text: string, file: string): Corpus {
  const problems: ImportProblem[] = [];
  const mentions = splitBlocks(splitLines(text)).flatMap((lines) => readBlock(lines, file, problems));
  return { mentions, problems };
}

function splitBlocks(lines: readonly TextLine[]): TextLine[][] {
  const blocks: TextLine[][] = [[]];
  for (const line of lines) {
    if (line.text.trim() === '') {
      blocks.push([]);
    } else {
      blocks.at(-1)?.push(line);
    }
  }
  return blocks.filter((block) => block.length > 0);
}

function readBlock(
  [idLine, textLine, ...mentionLines]: readonly TextLine[],
  file: string,
  problems: ImportProblem[],
): EvaluationMention[] {
  const text = textLine?.text ?? '';
  const document = { id: idLine?.text.trim() ?? '', text };
  const placed = { text, offsets: createCodePointOffsets(text) };
  return mentionLines.flatMap(({ text: cells, line }): EvaluationMention[] => {
    if (!annotatedTextMention.test(cells)) {
      const message = 'a line "start end mention id" (tabs) is expected; this one is left out.';
      problems.push({ file, line, message });
      return [];
    }
    const [start = '', end = '', mention = '', ids = ''] = cells.split('\t');
    const { range, problem } = placeMention(placed, Number(start), Number(end), mention);
    if (problem !== undefined) {
      problems.push({ file, line, message: problem });
    }
    return [{ mention, gold: readGold(ids), document, ...(range && { range }) }];
  });
}

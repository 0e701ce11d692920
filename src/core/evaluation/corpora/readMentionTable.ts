import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import { splitLines } from '../textLines.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';

const header = /^(?:mention|name|text)\t(?:ids?|concepts?|curies?|gold)$/iu;

/** Reads a table `mention<TAB>id|id`, one mention a line; an empty second cell, or `-1`, means that no concept fits. */
export function readMentionTable(text: string, file: string): Corpus {
  const mentions: EvaluationMention[] = [];
  const problems: ImportProblem[] = [];
  for (const { text: content, line } of splitLines(text)) {
    if (content.trim() === '' || (line === 1 && header.test(content))) {
      continue;
    }
    const cells = content.split('\t');
    const [mention = '', ids = ''] = cells.map((cell) => cell.trim());
    if (cells.length !== 2) {
      const message = `2 tab-separated cells expected, mention and ids, ${cells.length} found.`;
      problems.push({ file, line, message });
    } else if (mention === '') {
      problems.push({ file, line, message: 'the mention is empty.' });
    } else {
      mentions.push({ mention, gold: readGold(ids) });
    }
  }
  return { mentions, problems };
}

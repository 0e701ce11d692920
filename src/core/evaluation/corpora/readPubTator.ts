import { createCodePointOffsets } from '../../annotation/codePointOffsets.ts';
import {
  createPubTatorParser,
  type PubTatorDocument,
} from '../../annotation/formats/pubTator/parsePubTator.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import { splitLines } from '../textLines.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import { placeMention } from './placeMention.ts';

/** Reads a corpus in PubTator's form. Lines of relations are passed over. */
export function readPubTator(text: string, file: string): Corpus {
  const problems: ImportProblem[] = [];
  const parser = createPubTatorParser(file);
  const records = [...splitLines(text).flatMap((line) => parser.line(line.text, line.line)), ...parser.end()];
  const mentions = records.flatMap((record) => {
    if (record.kind === 'problem') {
      problems.push(record.problem);
      return [];
    }
    return readMentions(record.document, file, problems);
  });
  return { mentions, problems: problems.sort((a, b) => a.line - b.line) };
}

function readMentions(
  { id, texts, annotations }: PubTatorDocument,
  file: string,
  problems: ImportProblem[],
): EvaluationMention[] {
  const text = texts.join(' ');
  const placed = { text, offsets: createCodePointOffsets(text) };
  const document = { id, text };
  return annotations.map(({ line, start, end, mention, type, ids }) => {
    const { range, problem } = placeMention(placed, start, end, mention);
    if (problem !== undefined) {
      problems.push({ file, line, message: problem });
    }
    return { mention, gold: readGold(ids), type, document, ...(range && { range }) };
  });
}

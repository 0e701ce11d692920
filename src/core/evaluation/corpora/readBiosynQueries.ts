import { readGold } from '../conceptIds.ts';
import { splitLines } from '../textLines.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';

/** `pmid||start|end||type||mention||ids`, as BioSyn's preprocessing writes it; `||` between the offsets as well. */
const conceptLine = /^(.*?)\|\|(\d+)\|\|?(\d+)\|\|(.*?)\|\|(.*)\|\|(.*)$/u;

/**
 * Reads queries in BioSyn's form (Sung et al., ACL 2020), one file of `.concept` lines. A mention that `|` cuts is
 * composite, each part is looked up by itself; of the identifiers any is right for any part.
 */
export function readBiosynQueries(text: string, file: string): Corpus {
  const mentions: EvaluationMention[] = [];
  const problems: ImportProblem[] = [];
  for (const { text: content, line } of splitLines(text)) {
    if (content.trim() === '') {
      continue;
    }
    const [, id = '', start, end, type = '', mention = '', ids = ''] = conceptLine.exec(content) ?? [];
    if (mention.trim() === '') {
      const message = 'a line "pmid||start|end||type||mention||ids" is expected; this one is left out.';
      problems.push({ file, line, message });
      continue;
    }
    mentions.push({
      ...readBiosynMention(mention, ids),
      type,
      document: { id },
      range: { start: Number(start), end: Number(end) },
    });
  }
  return { mentions, problems };
}

/** A mention and its identifiers as BioSyn writes both. */
export function readBiosynMention(mention: string, ids: string): EvaluationMention {
  const parts = mention
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return { mention: mention.trim(), ...(parts.length > 1 && { parts }), gold: readGold(ids) };
}

import { createCodePointOffsets } from '../../annotation/codePointOffsets.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import { placeMention, type PlacedText } from './placeMention.ts';

/** A document of BioC (Comeau et al., Database 2013), be it from XML or from JSON. */
export interface BiocDocument {
  readonly id: string;
  /** Passages, or the sentences of those that are cut into sentences. */
  readonly passages: readonly BiocPassage[];
  readonly annotations: readonly BiocAnnotation[];
}

export interface BiocPassage {
  /** Of its first character in the document. */
  readonly offset: number;
  readonly text: string;
}

export interface BiocAnnotation {
  readonly text: string;
  readonly infons: Readonly<Record<string, string>>;
  /** More than one where the mention is in pieces. */
  readonly locations: readonly { readonly offset: number; readonly length: number }[];
  /** In the file; 1 where that is not known. */
  readonly line: number;
}

/** Under which key an annotation has its identifiers; BioC leaves it to the corpus. */
const identifierKeys = [
  'identifier',
  'cui',
  'mesh',
  'omim',
  'concept_id',
  'normalized_id',
  'nid',
  'native_id',
];

/** The mentions of documents in BioC. Offsets count Unicode code points of the document. */
export function readBiocDocuments(documents: readonly BiocDocument[], file: string): Corpus {
  const problems: ImportProblem[] = [];
  const mentions = documents.flatMap((document) => readMentions(document, file, problems));
  return { mentions, problems };
}

function readMentions(
  { id, passages, annotations }: BiocDocument,
  file: string,
  problems: ImportProblem[],
): EvaluationMention[] {
  const text = joinPassages(passages);
  const placed = { text, offsets: createCodePointOffsets(text) };
  const document = { id, text };
  return annotations.map((annotation) => {
    const { range, problem } = place(placed, annotation);
    if (problem !== undefined) {
      problems.push({ file, line: annotation.line, message: `document ${id}: ${problem}` });
    }
    const infons = Object.entries(annotation.infons);
    const ids = identifierKeys.flatMap((key) =>
      infons.filter(([name]) => name.toLowerCase() === key),
    )[0]?.[1];
    const type = annotation.infons['type'];
    return {
      mention: annotation.text,
      gold: readGold(ids ?? ''),
      document,
      ...(type !== undefined && { type }),
      ...(range && { range }),
    };
  });
}

/** Each passage at its offset, spaces between; one whose offset lies behind the beginning of the next is moved on. */
function joinPassages(passages: readonly BiocPassage[]): string {
  let text = '';
  let length = 0;
  for (const passage of passages) {
    const gap = Math.max(passage.offset - length, 0);
    text += ' '.repeat(Math.min(gap, longestGap)) + passage.text;
    length += Math.min(gap, longestGap) + Array.from(passage.text).length;
  }
  return text;
}

/** A file that states a passage at the offset 10¹² is not to fill the memory. */
const longestGap = 100_000;

function place(placed: PlacedText, { text, locations }: BiocAnnotation): ReturnType<typeof placeMention> {
  const start = Math.min(...locations.map(({ offset }) => offset));
  const end = Math.max(...locations.map(({ offset, length }) => offset + length));
  if (locations.length === 0) {
    return { problem: `"${text}" has no location.` };
  }
  const { first, last } = placed.offsets;
  // The text of a mention in pieces is the pieces, which stand nowhere like that.
  return locations.length > 1 && start >= first && end <= last && start <= end
    ? { range: { start: placed.offsets.toUtf16(start), end: placed.offsets.toUtf16(end) } }
    : placeMention(placed, start, end, text);
}

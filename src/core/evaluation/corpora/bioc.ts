import {
  type BiocAnnotation,
  type BiocDocument,
  identifierInfon,
} from '../../annotation/formats/bioc/biocDocument.ts';
import { layOutText } from '../../annotation/formats/bioc/layOutText.ts';
import type { PlacedText } from '../../annotation/formats/placeMention.ts';
import { valueOf } from '../../annotation/annotatedDocument.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readGold } from '../conceptIds.ts';
import type { Corpus, EvaluationMention } from './corpus.ts';
import { placeMention } from './placeMention.ts';

/** The mentions of documents in BioC, be it XML or JSON. */
export function readBiocDocuments(documents: readonly BiocDocument[], file: string): Corpus {
  const problems: ImportProblem[] = [];
  const mentions = documents.flatMap((document) => readMentions(document, file, problems));
  return { mentions, problems };
}

function readMentions(bioc: BiocDocument, file: string, problems: ImportProblem[]): EvaluationMention[] {
  const placed = layOutText(bioc);
  const document = { id: bioc.id, text: placed.text };
  return bioc.annotations.map((annotation) => {
    const { range, problem } = place(placed, annotation);
    if (problem !== undefined) {
      problems.push({ file, line: annotation.line, message: `document ${bioc.id}: ${problem}` });
    }
    const type = valueOf(annotation.infons, 'type');
    return {
      mention: annotation.text,
      gold: readGold(identifierInfon(annotation.infons)?.value ?? ''),
      document,
      ...(type !== undefined && { type }),
      ...(range && { range }),
    };
  });
}

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

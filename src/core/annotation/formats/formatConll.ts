import type { TextRange } from '../annotation.ts';
import type { AnnotatedDocument, DocumentAnnotation } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import { type LossList, placeOf } from './losses.ts';

interface TaggedRange extends TextRange {
  readonly type: string;
}

/**
 * One document: a line for each token, words and other characters apart, cut where an annotation begins or ends; an
 * empty line where a line of the text ends.
 */
export function formatConll(document: AnnotatedDocument, losses: LossList): string {
  const { id, text } = document;
  const offsets = createCodePointOffsets(text);
  const spans = chooseSpans(document, losses);
  const borders = new Set(spans.flatMap(({ start, end }) => [start, end]));
  const lines = [`# doc_id = ${id.replaceAll(/\s+/gu, ' ')}`];
  let next = 0;
  let before = 0;
  for (const { start, end } of tokensOf(text, borders)) {
    if (/[\n\r]/u.test(text.slice(before, start)) && before > 0) {
      lines.push('');
    }
    while ((spans[next]?.end ?? Infinity) <= start) {
      next += 1;
    }
    const span = spans[next];
    const isInside = span !== undefined && start >= span.start;
    const kind = isInside ? (start === span.start ? `B-${span.type}` : `I-${span.type}`) : 'O';
    const places = [start, end].map((offset) => String(offsets.toCodePoint(offset)));
    lines.push([text.slice(start, end), ...places, kind].join('\t'));
    before = end;
  }
  return `${lines.join('\n')}\n\n`;
}

/** What can be tagged: each word once, so that of annotations that overlap the longer one stays. */
function chooseSpans(document: AnnotatedDocument, losses: LossList): TaggedRange[] {
  const chosen: (TaggedRange & { readonly id: string })[] = [];
  const trimmed = document.annotations.map((annotation) => trimSpan(annotation, document, losses));
  for (const span of trimmed.flat().sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (chosen.some(({ start, end }) => span.start < end && start < span.end)) {
      losses.add('annotations that overlap a longer one', placeOf(document, span.id));
    } else {
      chosen.push(span);
    }
  }
  return chosen.sort((a, b) => a.start - b.start);
}

function trimSpan(
  { id, ranges, type }: DocumentAnnotation,
  document: AnnotatedDocument,
  losses: LossList,
): (TaggedRange & { readonly id: string })[] {
  const [start, end] = [ranges[0]?.start ?? 0, ranges.at(-1)?.end ?? 0];
  const covered = document.text.slice(start, end);
  const trimmed = covered.trim();
  if (trimmed !== covered) {
    losses.add('white space at the ends of annotations', placeOf(document, id));
  }
  const written = type.replaceAll(/\s+/gu, '_') || '_';
  if (written !== type) {
    losses.add('empty types, and spaces in types (written with _)', placeOf(document, id));
  }
  const first = start + covered.length - covered.trimStart().length;
  return trimmed === '' ? [] : [{ id, type: written, start: first, end: first + trimmed.length }];
}

function* tokensOf(text: string, borders: ReadonlySet<number>): Generator<TextRange> {
  for (const { 0: token, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]+/gu)) {
    let start = index;
    const end = index + token.length;
    for (let i = index + 1; i < end; i++) {
      if (borders.has(i)) {
        yield { start, end: i };
        start = i;
      }
    }
    yield { start, end };
  }
}

import type { TextRange } from '../annotation.ts';

/**
 * The parts of a range and, between them, what is neither a part nor made of spaces: a format that puts each part at
 * its offset and fills up with spaces then holds the whole text.
 */
export function coverText<Part extends { readonly range: TextRange }>(
  text: string,
  { start, end }: TextRange,
  parts: readonly Part[],
): readonly (Part | { readonly range: TextRange })[] {
  const covered: (Part | { readonly range: TextRange })[] = [];
  let position = start;
  const fillTo = (next: number, isLast: boolean): void => {
    const between = text.slice(position, next);
    if (isLast ? between !== '' : /[^ ]/u.test(between)) {
      covered.push({ range: { start: position, end: next } });
    }
  };
  for (const part of parts) {
    fillTo(part.range.start, false);
    covered.push(part);
    position = part.range.end;
  }
  fillTo(end, true);
  return covered;
}

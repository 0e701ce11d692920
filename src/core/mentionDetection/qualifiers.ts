/** Between two words of one phrase: spaces, or the end of a full line and what indents the next. */
const gap = String.raw`(?:[^\S\r\n]{1,2}|[^\S\r\n]{0,2}(?:\r\n|\r|\n)[^\S\r\n]{0,8})`;

/** What sort of a disease it is: names of diseases hold these words, and rarely anything else is said with them. */
const qualifiers = [
  'acquired|bilateral|congenital|familial|hereditary|infantile|inherited|isolated|juvenile|sporadic|unilateral',
  `(?:(?:autosomal|[xy]-linked)${gap})?(?:dominant|recessive)|[xy]-linked`,
  `(?:adult|childhood|early|infantile|juvenile|late|neonatal)(?:-|${gap})onset`,
  String.raw`type${gap}(?:[ivx]{1,4}|\d{1,2})[a-d]?`,
];
const qualifierBefore = new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${qualifiers.join('|')})${gap}$`, 'iu');
const qualifiersAtStart = new RegExp(`^(?:(?:${qualifiers.join('|')})${gap})+`, 'iu');
/** Longer than any of them. */
const longest = 60;

/** Where a mention begins with the qualifiers right before it ("type IV", "late-onset familial"); offsets of the sentence. */
export function qualifiedStart(sentence: string, start: number): number {
  let begin = start;
  let found: RegExpExecArray | null;
  while ((found = qualifierBefore.exec(sentence.slice(Math.max(0, begin - longest), begin)))) {
    begin -= found[0].length;
  }
  return begin;
}

/** The name without the qualifiers that it begins with. */
export function withoutQualifiers(name: string): string {
  return name.replace(qualifiersAtStart, '');
}

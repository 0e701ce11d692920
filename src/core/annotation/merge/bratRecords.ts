import { idOfLine, mapReferences, referredIds } from '../formats/bratReferences.ts';

/** A line that says something of one mention: a concept, an attribute, a comment. */
export interface Fact {
  readonly line: number;
  /** What counts as one thing when two people change it: all concepts, each attribute, all comments. */
  readonly component: string;
  /** The line without its own number and its mention's; a concept without its name. */
  readonly content: string;
}

/** A text-bound annotation (`T`) with what is said of it. */
export interface MentionRecord {
  readonly id: string;
  readonly line: number;
  /** The line behind its identifier. */
  readonly body: string;
  /** Type and offsets, as the line has them. */
  readonly head: string;
  readonly type: string;
  /** Pairs of offsets as the file counts them; none where the line cannot be read. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  readonly facts: readonly Fact[];
}

/** A line that is no mention and is not said of just one: relations, events, comments, what nobody understands. */
export interface OtherLine {
  readonly id: string | undefined;
  readonly line: number;
}

/** One version of an annotation file, by what its lines are about. */
export interface BratRecords {
  readonly hasByteOrderMark: boolean;
  /** For new lines; none where the file has none. */
  readonly lineEnd: string | undefined;
  readonly lines: readonly string[];
  readonly lineEnds: readonly string[];
  readonly mentions: readonly MentionRecord[];
  readonly others: readonly OtherLine[];
}

const byteOrderMark = '\ufeff';

/** Reads brat standoff without its note: what is the same in two versions of a file is so by its numbers. */
export function readRecords(text: string): BratRecords {
  const hasByteOrderMark = text.startsWith(byteOrderMark);
  const parts = [...(hasByteOrderMark ? text.slice(1) : text).matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/gu)]
    .map(([, source = '', end = '']) => ({ source, end }))
    .filter(({ source, end }) => source !== '' || end !== '');
  const lines = parts.map(({ source }) => source);
  const owners = new Map<string, number>();
  lines.forEach((source, line) => {
    const id = idOfLine(source);
    if (id !== undefined && !owners.has(id)) {
      owners.set(id, line);
    }
  });
  const facts = new Map<string, Fact[]>();
  const heads: { readonly id: string; readonly line: number }[] = [];
  const others: OtherLine[] = [];
  lines.forEach((source, line) => {
    const id = idOfLine(source);
    const isOwner = id !== undefined && owners.get(id) === line;
    const [target = ''] = /^[NAM#]/u.test(source) ? referredIds(source) : [];
    if (isOwner && id.startsWith('T')) {
      heads.push({ id, line });
    } else if (isOwner && target.startsWith('T') && owners.has(target)) {
      facts.set(target, [...(facts.get(target) ?? []), toFact(source, line)]);
    } else {
      others.push({ id: isOwner ? id : undefined, line });
    }
  });
  return {
    hasByteOrderMark,
    lineEnd: parts.find(({ end }) => end !== '')?.end,
    lines,
    lineEnds: parts.map(({ end }) => end),
    mentions: heads.map(({ id, line }) => toMention(id, line, lines[line] ?? '', facts.get(id) ?? [])),
    others,
  };
}

/** The line with another identifier of its own. */
export function withId(source: string, id: string): string {
  return id + source.slice(source.indexOf('\t'));
}

function toMention(id: string, line: number, source: string, facts: readonly Fact[]): MentionRecord {
  const body = source.slice(id.length + 1);
  const [head = ''] = body.split('\t', 1);
  const [type = '', ...rest] = head.trim().split(/ +/u);
  const numbers = rest.join(' ');
  const spans = /^\d+ \d+(?:;\d+ \d+)*$/u.test(numbers)
    ? numbers.split(';').map((pair) => {
        const [start = 0, end = 0] = pair.split(' ').map(Number);
        return [start, end] as const;
      })
    : [];
  return { id, line, body, head: spans.length > 0 ? `${type} ${numbers}` : body, type, spans, facts };
}

function toFact(source: string, line: number): Fact {
  const letter = source.charAt(0) === 'M' ? 'A' : source.charAt(0);
  const said = mapReferences(source, () => '$')
    .split('\t')
    .slice(1);
  const [body = '', ...rest] = said;
  const words = body.trim().replace(/ +/gu, ' ');
  switch (letter) {
    case 'N':
      return { line, component: 'N', content: `N ${words}` };
    case 'A':
      return { line, component: `A ${words.split(' ', 1)[0] ?? ''}`, content: `A ${words}` };
    default:
      return { line, component: '#', content: `# ${words}\t${rest.join('\t')}` };
  }
}

import type { ContextName } from './contextAttribute.ts';
import { tokenPattern, type CueEffect, type CueTable, type CueTree } from './cueTable.ts';

/** Where in a sentence a cue says its kind of mentions, in UTF-16 code units. */
export interface CueScope {
  readonly kind: ContextName;
  readonly direction: 'before' | 'after';
  /** The cue as it is written, white space as single spaces. */
  readonly cue: string;
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** A cue found in a sentence; `first` and `last` are indices of its tokens. */
interface FoundCue {
  readonly effects: readonly CueEffect[];
  readonly first: number;
  readonly last: number;
}

const numberWords: ReadonlySet<string> = new Set(
  'one two three four five six seven eight nine ten eleven twelve several few couple'.split(' '),
);

/** The tokens of a sentence and, as `$`, its end. */
export function tokensOf(sentence: string): Token[] {
  const tokens = Array.from(sentence.matchAll(tokenPattern), ({ 0: token, index }) => ({
    key: token.toLowerCase().replace(/’/gu, "'"),
    start: index,
    end: index + token.length,
  }));
  return [...tokens, { key: '$', start: sentence.length, end: sentence.length }];
}

/**
 * The scopes of a sentence's cues: from a cue to where its clause ends, which is at a word that begins another
 * (`end` in the tables) or, with `exclusive`, at the next cue of the same table. `isPlain` says whether the sentence
 * overrules its section.
 */
export function findScopes(
  sentence: string,
  tokens: readonly Token[],
  table: CueTable,
  exclusive: boolean,
): { readonly scopes: readonly CueScope[]; readonly isPlain: boolean } {
  const found = findCues(tokens, table);
  const isPlain = found.some(({ effects }) => effects.some(({ kind }) => kind === 'plain'));
  const ends = found.filter(({ effects }) => effects.some(({ kind }) => kind === 'end' || kind === 'plain'));
  const leading = found.filter(({ effects }) =>
    effects.some((effect) => 'direction' in effect && effect.direction === 'before'),
  );
  const borders = exclusive ? [...ends, ...leading].sort((a, b) => a.first - b.first) : ends;
  const scopes = found.flatMap((cue) =>
    cue.effects.flatMap((effect) => {
      if (!('direction' in effect)) {
        return [];
      }
      const { kind, direction, scope } = effect;
      const said = { kind, direction, cue: textOf(sentence, tokens, cue) };
      if (direction === 'before') {
        const border = borders.find(({ first }) => first > cue.last)?.first ?? tokens.length;
        const last = Math.min(border, limitOf(tokens, cue.last + 1, 1, scope));
        return [{ ...said, start: tokens[cue.last]?.end ?? 0, end: tokens[last]?.start ?? sentence.length }];
      }
      const border = ends.findLast(({ last }) => last < cue.first)?.last ?? -1;
      const first = Math.max(border, limitOf(tokens, cue.first - 1, -1, scope));
      return [{ ...said, start: tokens[first]?.end ?? 0, end: tokens[cue.first]?.start ?? 0 }];
    }),
  );
  return { scopes, isPlain };
}

/** The first token from `from` on in direction `step` that a scope does not reach, whatever the clause. */
function limitOf(
  tokens: readonly Token[],
  from: number,
  step: 1 | -1,
  scope: 'clause' | 'phrase' | number,
): number {
  let words = 0;
  let i = from;
  for (; i >= 0 && i < tokens.length; i += step) {
    const key = tokens[i]?.key ?? '';
    words += isWord(key) ? 1 : 0;
    if (scope === 'phrase' ? key === ',' : scope !== 'clause' && words > scope) {
      break;
    }
  }
  return i;
}

function findCues(tokens: readonly Token[], table: CueTable): FoundCue[] {
  const found: FoundCue[] = [];
  for (let first = 0; first < tokens.length;) {
    const cue = longestCueAt(tokens, first, table);
    if (cue) {
      found.push(cue);
    }
    first = cue ? cue.last + 1 : first + 1;
  }
  return found;
}

function longestCueAt(
  tokens: readonly Token[],
  first: number,
  { root, classes }: CueTable,
): FoundCue | undefined {
  let longest: FoundCue | undefined;
  let nodes: readonly CueTree[] = [root];
  for (let i = first; i < tokens.length && nodes.length > 0; i++) {
    const key = tokens[i]?.key ?? '';
    const keys = [key, ...(classes.get(key) ?? []), ...(isNumber(key) ? ['#'] : [])];
    nodes = nodes.flatMap(({ branches }) => keys.flatMap((other) => branches.get(other) ?? []));
    const effects = nodes.flatMap((node) => node.effects);
    if (effects.length > 0) {
      longest = { effects, first, last: i };
    }
  }
  return longest;
}

function isNumber(key: string): boolean {
  return /^\d+$/u.test(key) || numberWords.has(key);
}

function isWord(key: string): boolean {
  return /^[\p{L}\p{N}]/u.test(key);
}

function textOf(sentence: string, tokens: readonly Token[], { first, last }: FoundCue): string {
  return sentence.slice(tokens[first]?.start, tokens[last]?.end).replace(/\s+/gu, ' ');
}

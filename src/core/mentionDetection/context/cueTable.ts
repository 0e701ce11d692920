import type { ContextName } from './contextAttribute.ts';

/** What a cue does: it says something of mentions, ends the scope of the cue before it, or only looks like a cue. */
export type CueEffect =
  | {
      readonly kind: ContextName;
      /** Where the cue stands: `before` the mentions it speaks of, or `after` them. */
      readonly direction: 'before' | 'after';
      /** How far it reaches: to the end of the clause, to a comma or the end of the clause, or so many words at most. */
      readonly scope: 'clause' | 'phrase' | number;
    }
  | { readonly kind: 'end' }
  /** The sentence speaks of the patient now, whatever its section says; ends a scope, too. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'pseudo' };

/** The cues of one kind of context. */
export interface CueTable {
  readonly root: CueTree;
  /** The classes of words, `@person` of `mother`. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

/** Cues by their tokens; the longest that matches counts, and its tokens belong to no other cue. */
export interface CueTree {
  readonly branches: Map<string, CueTree>;
  readonly effects: CueEffect[];
}

/** A line of a cue table that cannot be read. */
export class CueTableError extends Error {
  override readonly name = 'CueTableError';
}

/** A word, a number, or a sign by itself. */
export const tokenPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*|[^\s\p{L}\p{N}]/gu;

const kinds: ReadonlySet<string> = new Set<ContextName>([
  'Negated',
  'Possible',
  'Historical',
  'Hypothetical',
  'Experiencer',
]);

/**
 * Reads tables of cues, one row a line: `KIND DIRECTION SCOPE cue / cue`, or `end cue`, `plain cue` and `pseudo cue`. In a cue
 * `a|b` is either word, `[a|b]` a word that may be missing, `@a` any word of a row `class a word|word`, `#` any number, in digits or words, `$` the
 * sentence's end.
 * @throws {CueTableError} when a row cannot be read.
 */
export function readCueTables(...tables: readonly string[]): CueTable {
  const root: CueTree = { branches: new Map(), effects: [] };
  const classes = new Map<string, string[]>();
  for (const row of tables.join('\n').split('\n')) {
    if (row.trim() === '') {
      continue;
    }
    const [, name, members] = /^class (\w+) (\S+)$/u.exec(row.trim()) ?? [];
    if (name !== undefined && members !== undefined) {
      for (const word of members.split('|')) {
        classes.set(word, [...(classes.get(word) ?? []), `@${name}`]);
      }
      continue;
    }
    const { effect, cues } = readRow(row.trim());
    for (const cue of cues.split(/ \/ /u).flatMap((words) => variantsOf(words.trim().split(/\s+/u)))) {
      descend(root, tokensOfCue(cue, row)).effects.push(effect);
    }
  }
  return { root, classes };
}

function tokensOfCue(words: readonly string[], row: string): readonly string[] {
  const isWrong = words.some((word) => word === '' || word === '/' || /[[\]]/u.test(word));
  const tokens = isWrong
    ? []
    : words.flatMap((word) => (/^@\w/u.test(word) ? [word] : (word.match(tokenPattern) ?? [])));
  if (tokens.length === 0) {
    throw new CueTableError(`"${row}" has an empty cue or choice, or brackets around more than one word.`);
  }
  return tokens;
}

function readRow(row: string): { effect: CueEffect; cues: string } {
  const [, bare, cues = ''] = /^(end|plain|pseudo)\s+(\S.*)$/u.exec(row) ?? [];
  if (bare === 'end' || bare === 'plain' || bare === 'pseudo') {
    return { effect: { kind: bare }, cues };
  }
  const [, kind = '', direction, scope = '', words = ''] =
    /^(\S+)\s+(before|after)\s+(clause|phrase|\d+)\s+(\S.*)$/u.exec(row) ?? [];
  if (!isContextName(kind) || (direction !== 'before' && direction !== 'after')) {
    throw new CueTableError(
      `"${row}" is no row of a cue table. Write it as "KIND before|after clause|phrase|NUMBER cue".`,
    );
  }
  const reach = scope === 'clause' || scope === 'phrase' ? scope : Number(scope);
  return { effect: { kind, direction, scope: reach }, cues: words };
}

function isContextName(kind: string): kind is ContextName {
  return kinds.has(kind);
}

/** All ways to write a cue: one word of each choice, the ones in brackets also left out. */
function variantsOf(words: readonly string[]): string[][] {
  return words.reduce<string[][]>(
    (variants, word) => {
      const optional = word.startsWith('[') && word.endsWith(']');
      const choices = (optional ? word.slice(1, -1) : word).split('|');
      return variants.flatMap((variant) => [
        ...(optional ? [variant] : []),
        ...choices.map((choice) => [...variant, choice]),
      ]);
    },
    [[]],
  );
}

function descend(root: CueTree, tokens: readonly string[]): CueTree {
  return tokens.reduce((node, token) => {
    const next = node.branches.get(token) ?? { branches: new Map<string, CueTree>(), effects: [] };
    node.branches.set(token, next);
    return next;
  }, root);
}

/** The identifier that a brat line begins with, such as `T1`, `R2` or `#3`; none where it has none. */
export function idOfLine(line: string): string | undefined {
  return /^([A-Za-z#]\d+[\w.-]*)\t/.exec(line)?.[1];
}

/**
 * The identifiers that a brat line refers to, read from its second column only: a comment's text may
 * well contain `T1`. Lines of unknown kinds refer to nothing.
 */
export function referredIds(line: string): readonly string[] {
  const [id = '', body = ''] = line.split('\t', 2);
  const [typeWithTrigger = '', ...targets] = body.split(' ').filter((part) => part !== '');
  switch (id.charAt(0)) {
    case 'N':
    case 'A':
    case 'M':
    case '#':
      return targets.slice(0, 1).map(withoutRole);
    case 'R':
    case '*':
      return targets.map(withoutRole);
    case 'E':
      return [typeWithTrigger, ...targets].map(withoutRole);
    default:
      return [];
  }
}

/**
 * What is left of a brat line once the annotations `ids` are gone, by brat's own rule: a line that
 * refers to one of them goes too, but an equivalence (`*`) of more than two only loses that member.
 */
export function withoutReferences(line: string, ids: ReadonlySet<string>): string | undefined {
  const referred = referredIds(line);
  const left = referred.filter((id) => !ids.has(id));
  if (left.length === referred.length) {
    return line;
  }
  if (!line.startsWith('*') || left.length < 2) {
    return undefined;
  }
  const [star = '', body = '', ...rest] = line.split('\t');
  const kept = body.split(' ').filter((part, i) => i === 0 || !ids.has(part));
  return [star, kept.join(' '), ...rest].join('\t');
}

/** The line with every identifier that it refers to as `rename` has it; roles, spaces and its own identifier stay. */
export function mapReferences(line: string, rename: (id: string) => string): string {
  const [id = '', body, ...rest] = line.split('\t');
  if (body === undefined) {
    return line;
  }
  const letter = id.charAt(0);
  const [first, last] = referringWords[letter] ?? [1, 0];
  let place = -1;
  const words = body.split(' ').map((word) => {
    place += word === '' ? 0 : 1;
    if (word === '' || place < first || place > last) {
      return word;
    }
    const target = withoutRole(word);
    return word.slice(0, word.length - target.length) + rename(target);
  });
  return [id, words.join(' '), ...rest].join('\t');
}

/** By the letter of a line, the first and last word of its second column that refer to other lines. */
const referringWords: Readonly<Record<string, readonly [number, number]>> = {
  N: [1, 1],
  A: [1, 1],
  M: [1, 1],
  '#': [1, 1],
  R: [1, Infinity],
  '*': [1, Infinity],
  E: [0, Infinity],
};

/** `Arg1:T3` → `T3`. */
function withoutRole(target: string): string {
  return target.slice(target.lastIndexOf(':') + 1);
}

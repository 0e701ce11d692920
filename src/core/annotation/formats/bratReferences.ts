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

/** `Arg1:T3` → `T3`. */
function withoutRole(target: string): string {
  return target.slice(target.lastIndexOf(':') + 1);
}

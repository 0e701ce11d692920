/** What the comment of a version says of a difference that somebody has to decide. */
export interface DifferenceNote {
  readonly number: number;
  readonly kinds: readonly string[];
  /** Whose version it is; none where only its letter is known. */
  readonly label?: string | undefined;
  /** What the other side has. */
  readonly other?: string | undefined;
}

/** `Difference 2: other concept; of HEAD; B has 10-14, MESH:D003920`. */
export function formatDifference({
  number,
  kinds,
  label,
  other,
}: Omit<DifferenceNote, 'number'> & {
  /** `3`, or `3 of 12`. */
  readonly number: number | string;
}): string {
  const whose = label === undefined ? [] : [`of ${label.replaceAll(/[;\s]+/gu, ' ').trim()}`];
  return [
    `Difference ${number}: ${kinds.join(', ')}`,
    ...whose,
    ...(other === undefined ? [] : [other]),
  ].join('; ');
}

/** Reads what `formatDifference` and `adjudicate` write; nothing of any other comment. */
export function parseDifference(comment: string): DifferenceNote | undefined {
  const [, number, kinds = '', rest = ''] =
    /^Difference (\d{1,9})(?: of \d+)?: ([^;]*)(?:; (.*))?$/u.exec(comment) ?? [];
  if (number === undefined) {
    return undefined;
  }
  const [, label, other] = /^(?:of ([^;]*)(?:; |$))?(.*)$/u.exec(rest) ?? [];
  return {
    number: Number(number),
    kinds: kinds.split(', '),
    ...(label !== undefined && { label }),
    ...(other !== undefined && other !== '' && { other }),
  };
}

/** The number of the difference that a line of a file is a comment on; 0 where it is none. */
export function differenceNumber(line: string): number {
  const [id = '', , ...rest] = line.split('\t');
  return id.startsWith('#') ? (parseDifference(rest.join('\t'))?.number ?? 0) : 0;
}

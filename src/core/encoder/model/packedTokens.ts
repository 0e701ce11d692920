/** The token ids of many names in two buffers, which cross from thread to thread without being copied. */
export interface PackedTokens {
  readonly ids: Int32Array<ArrayBuffer>;
  /** Where each name's ids end. */
  readonly ends: Int32Array<ArrayBuffer>;
}

export function packTokens(names: readonly (readonly number[])[]): PackedTokens {
  const ends = new Int32Array(names.length);
  let end = 0;
  names.forEach((ids, row) => {
    end += ids.length;
    ends[row] = end;
  });
  const ids = new Int32Array(end);
  names.forEach((name, row) => {
    ids.set(name, (ends[row] ?? 0) - name.length);
  });
  return { ids, ends };
}

/** One view for each name. */
export function unpackTokens({ ids, ends }: PackedTokens): Int32Array[] {
  return Array.from(ends, (end, row) => ids.subarray(row === 0 ? 0 : ends[row - 1], end));
}

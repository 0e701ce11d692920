/** Memory that one run after another writes to, grown when a larger batch comes. */
export interface Scratch {
  /** The first `count` numbers of the buffer called `name`, with what the last run left there; zeros when new. */
  integers(name: string, count: number): BigInt64Array;
  floats(count: number): Float32Array;
}

export function createScratch(): Scratch {
  const integers = new Map<string, BigInt64Array>();
  let floats = new Float32Array(0);
  return {
    integers(name, count) {
      const known = integers.get(name);
      const buffer = known && known.length >= count ? known : new BigInt64Array(count);
      integers.set(name, buffer);
      return buffer.subarray(0, count);
    },
    floats(count) {
      floats = floats.length >= count ? floats : new Float32Array(count);
      return floats.subarray(0, count);
    },
  };
}

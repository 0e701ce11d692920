/** What a vocabulary can be at most; more was made to fill memory, or is not meant, such as a whole disk. */
export interface SourceLimits {
  /** In a folder or an archive. */
  readonly maximumFiles: number;
  /** Of folders in folders. */
  readonly maximumDepth: number;
  /** Of a file or an archive, unpacked. */
  readonly maximumUnpackedBytes: number;
  /** How many times as large unpacking may make a file. */
  readonly maximumRatio: number;
  /** Below so many bytes unpacked the ratio does not matter. */
  readonly ratioCountsFrom: number;
}

/**
 * BioSyn's archives have 2,500 files, most of them a corpus, and the UMLS has tens of gigabytes. Text rarely shrinks
 * to less than a hundredth; deflate reaches 1,032:1, on zeros.
 */
export const defaultLimits: SourceLimits = {
  maximumFiles: 10_000,
  maximumDepth: 12,
  maximumUnpackedBytes: 100_000_000_000,
  maximumRatio: 1_000,
  ratioCountsFrom: 100_000_000,
};

/** Whether unpacking makes of so few bytes more than anybody can mean. */
export function isTooLarge(packedBytes: number, unpackedBytes: number, limits: SourceLimits): boolean {
  return (
    unpackedBytes > limits.maximumUnpackedBytes ||
    (unpackedBytes > limits.ratioCountsFrom && unpackedBytes > packedBytes * limits.maximumRatio)
  );
}

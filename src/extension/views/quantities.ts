const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as hubs and file managers give sizes: "438 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

export function formatRate(namesPerSecond: number): string {
  return `${formatNumber(namesPerSecond)} names/s`;
}

/** Whole from 10 up; below, one digit more. */
export function formatNumber(value: number): string {
  const digits = value < 9.95 ? 1 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function formatMilliseconds(milliseconds: number): string {
  return `${formatNumber(milliseconds)} ms`;
}

/** A cosine similarity with as many digits as tell a good one from a very good one; never rounded up to 1. */
export function formatCosine(cosine: number): string {
  return cosine >= 1 ? '1.0000' : (Math.floor(cosine * 10_000) / 10_000).toFixed(4);
}

/** Never rounded up to 100%. */
export function formatShare(share: number): string {
  return `${share >= 1 ? '100' : (Math.floor(share * 1000) / 10).toFixed(1)}%`;
}

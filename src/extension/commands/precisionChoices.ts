import type { EncoderInfo } from '../../protocol/encoderMessages.ts';
import { formatBytes } from '../views/quantities.ts';

export type PublishedPrecisions = EncoderInfo['precisions'];

/** What to fetch of an encoder, as a quick pick shows it. */
export interface PrecisionChoice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Empty leaves it to the server, which finds out what the repository has. */
  readonly precisions: readonly string[];
  /** Undefined where it is not known before the repository has been asked. */
  readonly bytes: number | undefined;
}

const purposes: Readonly<Record<string, string>> = {
  int8: '8-bit integers: the smallest, and the fastest on most processors.',
  fp16: '16-bit floating point: for GPUs.',
  fp32: '32-bit floating point: the reference; the largest, and the slowest on most devices.',
};
const recommendedDetail =
  'TermLens measures which runs fastest here and agrees with the reference, and may use another device later.';

/** All together first, then each for itself; `published` is undefined where the repository is not known. */
export function precisionChoices(published: PublishedPrecisions | undefined): readonly PrecisionChoice[] {
  const known = published ?? Object.keys(purposes).map((precision) => ({ precision }));
  const single = known.map((one) => choiceOf(`Only ${one.precision}`, purposes[one.precision] ?? '', [one]));
  if (published !== undefined && published.length < 2) {
    return single;
  }
  const label = published === undefined ? 'All that it has' : 'All';
  const all = choiceOf(`${label} (recommended)`, recommendedDetail, known);
  return [published === undefined ? { ...all, precisions: [] } : all, ...inOrder(single)];
}

function choiceOf(label: string, detail: string, chosen: PublishedPrecisions): PrecisionChoice {
  const bytes = totalOf(chosen);
  const names = chosen.map(({ precision }) => precision);
  const size = bytes === undefined ? 'size not known yet' : formatBytes(bytes);
  return {
    label,
    description: names.length > 1 ? `${names.join(', ')} · ${size}` : size,
    detail,
    precisions: names,
    bytes,
  };
}

function totalOf(chosen: PublishedPrecisions): number | undefined {
  return chosen.reduce<number | undefined>(
    (sum, { bytes }) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  );
}

/** int8 and fp16 first, as most people have a processor, and some a GPU, to choose for. */
function inOrder(choices: readonly PrecisionChoice[]): readonly PrecisionChoice[] {
  const order = Object.keys(purposes);
  const rank = ({ precisions: [name = ''] }: PrecisionChoice): number =>
    order.includes(name) ? order.indexOf(name) : order.length;
  return choices.toSorted((a, b) => rank(a) - rank(b));
}

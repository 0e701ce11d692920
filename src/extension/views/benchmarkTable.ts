import type { EncoderBenchmark, EncoderTrial } from '../../protocol/encoderMessages.ts';
import { formatCosine, formatNumber, formatShare } from './quantities.ts';

export interface BenchmarkColumn {
  readonly title: string;
  readonly isNumber: boolean;
  /** Not escaped; empty where there is nothing to say. */
  value(trial: EncoderTrial): string;
}

/** The first two name the row. */
export const benchmarkColumns: readonly BenchmarkColumn[] = [
  { title: 'Execution provider', isNumber: false, value: ({ executionProvider }) => executionProvider },
  { title: 'Precision', isNumber: false, value: ({ precision }) => precision },
  number('Names per second', ({ namesPerSecond }) => namesPerSecond, formatNumber),
  number('One name (ms)', ({ oneNameMs }) => oneNameMs, formatNumber),
  number('Mean cosine', ({ meanCosine }) => meanCosine, formatCosine),
  number('Same first candidate', ({ sameFirstCandidate }) => sameFirstCandidate, formatShare),
  { title: 'Remarks', isNumber: false, value: remark },
];

/** What a figure cannot be compared without, as name and value; not escaped. */
export function benchmarkFacts(benchmark: EncoderBenchmark): readonly (readonly [string, string])[] {
  const { modelTitle, modelId, machine, onnxRuntime, measuredAt, nameCount } = benchmark;
  return [
    ['Model', modelTitle === modelId ? modelId : `${modelTitle} (${modelId})`],
    ['Machine', machine],
    ['ONNX Runtime', onnxRuntime],
    ['Measured', formatTime(measuredAt)],
    ['Names', nameCount.toLocaleString('en-US')],
  ];
}

function number(
  title: string,
  read: (trial: EncoderTrial) => number | undefined,
  format: (value: number) => string,
): BenchmarkColumn {
  return {
    title,
    isNumber: true,
    value(trial) {
      const figure = read(trial);
      return figure === undefined ? '' : format(figure);
    },
  };
}

function remark({ chosen, unavailable, namesPerSecond }: EncoderTrial): string {
  // What has a rate did run; it is passed over for what its vectors were like, or for its pace.
  const passedOver = namesPerSecond === undefined ? 'not available' : 'not used';
  return [
    ...(chosen ? ['in use'] : []),
    ...(unavailable === undefined ? [] : [`${passedOver}: ${unavailable}`]),
  ].join(', ');
}

/** "2026-03-01 12:34 UTC". */
function formatTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../scripts/projectFolder.ts';

/** What was measured how often, in the unit that the row's text names. */
export interface Measurement {
  readonly what: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** Whether small values are the good ones, which decides what the worst one in twenty is. */
  readonly smallIsGood?: boolean;
  readonly target?: string;
}

export interface Section {
  readonly title: string;
  /** A sentence or two on how it was measured, and what was left out and why. */
  readonly notes: string;
  readonly measurements: readonly Measurement[];
}

/** The value below which the share `p` of the values lies, by nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Cores, processor and versions: what a figure cannot be compared without. */
export function describeMachine(): string {
  const ort = JSON.parse(
    readFileSync(join(projectFolder, 'node_modules/onnxruntime-node/package.json'), 'utf8'),
  ) as { version: string };
  return (
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${process.platform}-${process.arch}, ` +
    `Node ${process.versions.node}, ONNX Runtime ${ort.version}`
  );
}

/** A heading, the machine and how busy it is, the notes, and a table of what was timed, in Markdown. */
export function formatSection({ title, notes, measurements }: Section, machine: string): string {
  const rows = measurements.map(({ what, unit, values, smallIsGood = true, target = '–' }) => [
    what,
    unit,
    String(values.length),
    formatValue(percentile(values, 0.5)),
    formatValue(percentile(values, smallIsGood ? 0.95 : 0.05)),
    target,
  ]);
  return [
    `### ${title}`,
    '',
    `${machine}; load average ${formatValue(loadavg()[0] ?? 0)}.`,
    notes,
    '',
    ...(rows.length > 0 ? [...formatTable(['what', 'unit', 'n', 'median', 'p95', 'target'], rows), ''] : []),
  ].join('\n');
}

export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

/** Three digits are more than such figures are good for. */
function formatValue(value: number): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

import type { EncoderBenchmark, EncoderTrial } from '../../protocol/encoderMessages.ts';
import { benchmarkColumns, benchmarkFacts } from './benchmarkTable.ts';
import { escapeMarkdown } from './escapeText.ts';
import { sortTrials } from './trials.ts';

/** The measurements for an issue or a chat: GitHub's Markdown. */
export function formatBenchmarkMarkdown(benchmark: EncoderBenchmark): string {
  const facts = benchmarkFacts(benchmark).map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`);
  const rows = sortTrials(benchmark.trials).map(row);
  const header = [
    `| ${benchmarkColumns.map(({ title }) => title).join(' | ')} |`,
    `| ${benchmarkColumns.map(({ isNumber }) => (isNumber ? '---:' : '---')).join(' | ')} |`,
  ];
  return [
    `### TermLens: ${escapeMarkdown(benchmark.modelTitle)}`,
    '',
    ...facts,
    '',
    ...header,
    ...rows,
    '',
  ].join('\n');
}

function row(trial: EncoderTrial): string {
  return `| ${benchmarkColumns.map(({ value }) => escapeMarkdown(value(trial))).join(' | ')} |`;
}

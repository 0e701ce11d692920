import type { EncoderTrial } from '../../protocol/encoderMessages.ts';
import { escapeHtml } from './escapeText.ts';
import { formatRate } from './quantities.ts';
import { isMeasured, sortTrials, type MeasuredTrial } from './trials.ts';

const width = 640;
const rowHeight = 28;
const barHeight = 18;
const labelWidth = 150;
const valueWidth = 180;
const longestLabel = 22;

/** Names per second as bars, the fastest first, in SVG; empty where nothing was measured. */
export function drawBenchmarkChart(trials: readonly EncoderTrial[]): string {
  const measured = sortTrials(trials).filter(isMeasured);
  const fastest = Math.max(0, ...measured.map(({ namesPerSecond }) => namesPerSecond));
  if (fastest === 0) {
    return '';
  }
  const height = measured.length * rowHeight;
  return `<svg role="img" aria-labelledby="chartTitle chartDescription" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="chartTitle">Names per second by execution provider and precision</title>
<desc id="chartDescription">${escapeHtml(describe(measured))} The table holds the same figures.</desc>
${measured.map((trial, index) => drawRow(trial, index * rowHeight, fastest)).join('\n')}
</svg>`;
}

function drawRow(trial: MeasuredTrial, top: number, fastest: number): string {
  const { namesPerSecond, chosen } = trial;
  const barWidth = Math.max(1, (namesPerSecond / fastest) * (width - labelWidth - valueWidth));
  const middle = top + rowHeight / 2;
  const value = `${formatRate(namesPerSecond)}${chosen ? ', in use' : ''}`;
  return [
    `<text class="label" x="${labelWidth - 8}" y="${middle}">${escapeHtml(cut(nameOf(trial)))}</text>`,
    `<rect class="${chosen ? 'bar chosen' : 'bar'}" x="${labelWidth}" y="${top + (rowHeight - barHeight) / 2}" width="${barWidth.toFixed(1)}" height="${barHeight}"/>`,
    `<text class="value" x="${(labelWidth + barWidth + 8).toFixed(1)}" y="${middle}">${escapeHtml(value)}</text>`,
  ].join('\n');
}

function describe(measured: readonly MeasuredTrial[]): string {
  return measured.map((trial) => `${nameOf(trial)}: ${formatRate(trial.namesPerSecond)}.`).join(' ');
}

function nameOf({ executionProvider, precision }: EncoderTrial): string {
  return `${executionProvider} ${precision}`;
}

function cut(label: string): string {
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;
}

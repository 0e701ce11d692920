import type { EncoderBenchmark, EncoderTrial } from '../../protocol/encoderMessages.ts';
import { drawBenchmarkChart } from './benchmarkChart.ts';
import { benchmarkColumns, benchmarkFacts } from './benchmarkTable.ts';
import { escapeHtml } from './escapeText.ts';
import { sortTrials } from './trials.ts';

/**
 * The measurements as a page for a webview. Nothing in it is fetched, and nothing runs or styles it but what
 * carries `nonce`, whatever a model calls itself. Its buttons post `{ action: 'copy' | 'measure' }`; a message
 * `{ status }` is read out.
 */
export function formatBenchmarkHtml(benchmark: EncoderBenchmark, nonce: string): string {
  const title = `Encoder Benchmark: ${escapeHtml(benchmark.modelTitle)}`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const facts = benchmarkFacts(benchmark).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const chart = drawBenchmarkChart(benchmark.trials);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="actions">
<button type="button" data-action="copy">Copy as Markdown</button>
<button type="button" data-action="measure" class="secondary">Measure Again</button>
<span id="status" role="status"></span>
</p>
<dl>${facts.join('')}</dl>
${chart === '' ? '' : `<figure>${chart}</figure>`}
<div class="scrolling" role="region" aria-label="Measurements" tabindex="0">
${table(benchmark.trials)}
</div>
<p class="note">Mean cosine and same first candidate compare the vectors with the reference’s: those of the processor with the most exact weights.</p>
</main>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function table(trials: readonly EncoderTrial[]): string {
  const header = benchmarkColumns.map(
    ({ title, isNumber }) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${title}</th>`,
  );
  return `<table>
<caption>Speed and agreement, the fastest first</caption>
<thead><tr>${header.join('')}</tr></thead>
<tbody>
${sortTrials(trials).map(row).join('\n')}
</tbody>
</table>`;
}

function row(trial: EncoderTrial): string {
  const cells = benchmarkColumns.map(({ value, isNumber }, index) => {
    const text = escapeHtml(value(trial));
    return index === 0
      ? `<th scope="row">${text}</th>`
      : `<td${isNumber ? ' class="number"' : ''}>${text}</td>`;
  });
  return `<tr${trial.chosen ? ' class="chosen"' : ''}>${cells.join('')}</tr>`;
}

const script = `
const vscode = acquireVsCodeApi();
for (const button of document.querySelectorAll('button[data-action]')) {
  button.addEventListener('click', () => vscode.postMessage({ action: button.dataset.action }));
}
window.addEventListener('message', ({ data }) => {
  document.getElementById('status').textContent = String(data.status);
});
`;

const style = `
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); padding: 0 1.5em 2em; }
main { max-width: 60em; }
h1 { font-size: 1.5em; font-weight: 600; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5em; align-items: center; }
button { background: var(--vscode-button-background); color: var(--vscode-button-foreground); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: 0.4em 0.9em; font: inherit; cursor: pointer; }
button:hover { background: var(--vscode-button-hoverBackground); }
button.secondary { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
button.secondary:hover { background: var(--vscode-button-secondaryHoverBackground); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2em 1em; margin: 1.5em 0; }
dt { color: var(--vscode-descriptionForeground); }
dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 1.5em 0; }
svg { max-width: 100%; height: auto; }
svg text { fill: var(--vscode-foreground); font-size: 13px; dominant-baseline: central; }
svg .label { text-anchor: end; }
.bar { fill: var(--vscode-charts-blue, #3794ff); stroke: var(--vscode-contrastBorder, transparent); }
.bar.chosen { fill: var(--vscode-charts-green, #388a34); }
.scrolling { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; color: var(--vscode-descriptionForeground); padding-block-end: 0.5em; }
th, td { text-align: start; vertical-align: top; font-weight: normal; padding: 0.4em 0.8em 0.4em 0; border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, rgba(128, 128, 128, 0.35))); }
thead th { font-weight: 600; }
tr.chosen > * { font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.note { color: var(--vscode-descriptionForeground); }
`;

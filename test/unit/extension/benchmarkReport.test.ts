import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBenchmarkChart } from '../../../src/extension/views/benchmarkChart.ts';
import { formatBenchmarkMarkdown } from '../../../src/extension/views/benchmarkMarkdown.ts';
import { formatBenchmarkHtml } from '../../../src/extension/views/benchmarkReport.ts';
import type { EncoderBenchmark, EncoderTrial } from '../../../src/protocol/encoderMessages.ts';
import { trial, trials } from './encoderInfo.ts';
import { markdownTokens } from './markdownTokens.ts';

const nonce = '0123456789abcdef';

function benchmark(changes: Partial<EncoderBenchmark> = {}): EncoderBenchmark {
  return {
    modelId: 'sapbert',
    modelTitle: 'SapBERT',
    machine: 'A processor, 8 cores; driver 570',
    onnxRuntime: '1.30.0',
    measuredAt: '2026-03-01T12:34:56.789Z',
    nameCount: 2000,
    trials,
    ...changes,
  };
}

/** `text` wherever the server's words can stand. */
function hostile(text: string): EncoderBenchmark {
  return benchmark({
    modelId: text,
    modelTitle: text,
    machine: text,
    onnxRuntime: text,
    measuredAt: text,
    trials: [
      trial({ executionProvider: text, precision: text, chosen: true }),
      { executionProvider: text, precision: text, unavailable: text, chosen: false },
    ],
  });
}

/** Names of the tags with the names of their attributes, in order: what an attack would change. */
function structure(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z!][^\s>]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/giu)].map(
    ([, tag = '', attributes = '']) =>
      [tag, ...[...attributes.matchAll(/([\w-]+)(?:="[^"]*")?/gu)].map(([, name]) => name)].join(' '),
  );
}

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</title></style></svg><h1>x</h1>',
  '</script>',
  '&lt;b&gt; &amp;',
  '<!-- x',
  ']]>',
];

describe('the page', () => {
  it.each(attacks)('shows %j and does nothing else', (text) => {
    const html = formatBenchmarkHtml(hostile(text), nonce);
    const harmless = formatBenchmarkHtml(hostile('x'), nonce);
    expect(structure(html)).toEqual(structure(harmless));
    expect(html.split(text)).toHaveLength(harmless.split(text).length);
  });

  it('has the same elements whatever the server says', () => {
    const expected = structure(formatBenchmarkHtml(hostile('x'), nonce));
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '=', '/', 'a', ' ', '-', '!', '`'),
    });
    fc.assert(
      fc.property(text, (words) => {
        expect(structure(formatBenchmarkHtml(hostile(words), nonce))).toEqual(expected);
      }),
    );
  });

  it('runs, styles and fetches nothing but what carries the nonce', () => {
    const html = formatBenchmarkHtml(benchmark(), nonce);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `script-src 'nonce-${nonce}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html.match(/<(?:script|style)\b[^>]*>/gu)).toEqual([
      `<style nonce="${nonce}">`,
      `<script nonce="${nonce}">`,
    ]);
    expect(html).not.toMatch(/\s(?:style|on\w+|src|href)=/iu);
    expect(html).not.toMatch(/https?:|url\(|@import/iu);
  });

  it('has a table with headers, the fastest first, and reasons in place of figures', () => {
    const html = formatBenchmarkHtml(benchmark(), nonce);
    expect(html.match(/<th scope="col"/gu)).toHaveLength(7);
    const rows = [...html.matchAll(/<tr[^>]*><th scope="row">.*<\/tr>/gu)].map(([row]) =>
      row.replace(/<[^>]+>/gu, '|').replace(/\|+/gu, '|'),
    );
    expect(rows).toEqual([
      '|webgpu|fp16|1,234|22|0.9999|100%|in use|',
      '|webgpu|fp32|900|22|1.0000|100%|',
      '|cpu|int8|160|8.0|0.9876|99.9%|',
      '|cpu|fp32|50|22|1.0000|100%|',
      '|cuda|fp16|not available: The CUDA provider is not installed.|',
    ]);
    expect(html).toContain('<dt>Measured</dt><dd>2026-03-01 12:34 UTC</dd>');
    expect(html).toContain('<dt>Names</dt><dd>2,000</dd>');
  });

  it('can be used with keyboard and screen reader', () => {
    const html = formatBenchmarkHtml(benchmark(), nonce);
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<button type="button" data-action="(?:copy|measure)"/gu)).toHaveLength(2);
    expect(html).toContain('role="status"');
    expect(html).toContain('<caption>');
  });

  it('takes its colours from VS Code', () => {
    const html = formatBenchmarkHtml(benchmark(), nonce);
    const style = html.slice(html.indexOf('<style'), html.indexOf('</style>'));
    const colours = [
      ...style.matchAll(/(?:^|[\s;{])(?:color|background|fill|stroke|border[\w-]*): ([^;}]+)/gu),
    ]
      .map(([, value = '']) => value)
      .filter((value) => !value.startsWith('collapse'));
    expect(colours.length).toBeGreaterThan(8);
    expect(colours.filter((value) => !/var\(--vscode-|^\d+px$/u.test(value))).toEqual([]);
  });
});

describe('the chart', () => {
  const bars = (all: readonly EncoderTrial[]): number[] =>
    [...drawBenchmarkChart(all).matchAll(/<rect[^>]* width="([\d.]+)"/gu)].map(([, width]) => Number(width));

  it('has a bar for each measurement, as long as it is fast', () => {
    const [first = 0, ...others] = bars(trials);
    expect(others).toHaveLength(3);
    expect(others.map((width) => width / first)).toEqual(
      [900, 160.2, 50].map((speed) => expect.closeTo(speed / 1234.4, 2) as unknown),
    );
  });

  it('says in words what it shows', () => {
    const chart = drawBenchmarkChart(trials);
    expect(chart).toMatch(/^<svg role="img" aria-labelledby="chartTitle chartDescription"/u);
    expect(chart).toContain('<title id="chartTitle">Names per second');
    expect(chart).toContain('webgpu fp16: 1,234 names/s. webgpu fp32: 900 names/s. cpu int8: 160 names/s.');
    expect(chart).toContain('>1,234 names/s, in use</text>');
  });

  it('is left out where nothing was measured', () => {
    expect(drawBenchmarkChart(trials.filter(({ unavailable }) => unavailable !== undefined))).toBe('');
    expect(formatBenchmarkHtml(benchmark({ trials: [] }), nonce)).not.toMatch(/<svg|<figure/u);
  });
});

describe('the Markdown', () => {
  it('has what a figure is worth nothing without, and the table', () => {
    const lines = formatBenchmarkMarkdown(benchmark()).split('\n');
    expect(lines[0]).toBe('### TermLens: SapBERT');
    expect(lines).toContain(String.raw`- ONNX Runtime: 1\.30\.0`);
    expect(lines).toContain(
      '| Execution provider | Precision | Names per second | One name (ms) | Mean cosine | Same first candidate | Remarks |',
    );
    expect(lines).toContain(String.raw`| cpu | int8 | 160 | 8\.0 | 0\.9876 | 99\.9% |  |`);
  });

  it.each([
    ...attacks,
    '| a | b |',
    '[x](https://x)',
    '![x](y)',
    '`',
    '\n\n# x',
    'www.x.org',
    '@someone',
    '\\',
  ])('shows %j and does nothing else', (text) => {
    const kinds = (markdown: string): string[] =>
      markdownTokens(markdown)
        .map(({ type }) => type)
        .filter((type) => type !== 'text' && type !== 'escape');
    const markdown = formatBenchmarkMarkdown(hostile(text));
    expect(kinds(markdown)).toEqual(kinds(formatBenchmarkMarkdown(hostile('x'))));
    expect(markdown).not.toMatch(/(?<!\\)@/u);
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.map((row) => row.match(/(?<!\\)\|/gu)?.length)).toEqual([8, 8, 8, 8]);
  });
});

import { describe, expect, it } from 'vitest';
import { commandNames } from '../../../src/extension/commands/commandNames.ts';
import { formatStatusReport } from '../../../src/extension/views/statusReport.ts';
import { formatStatus } from '../../../src/extension/views/statusText.ts';
import {
  formatStatusLabel,
  formatStatusTooltip,
  tooltipCommands,
} from '../../../src/extension/views/statusTooltip.ts';
import type { ServerStatus } from '../../../src/protocol/messages.ts';
import { markdownTokens } from './markdownTokens.ts';
import { readyStatus, statusSnapshot, withEncoder } from './serverStatus.ts';

const host = { extensionVersion: '0.1.0', editor: 'Code 1.105.0 (desktop)', platform: 'linux x64' };
const noDiagnostics = { lines: [], cuda: [] };
const onGpu = withEncoder({
  modelId: 'sapbert',
  modelTitle: 'SapBERT',
  precision: 'fp16',
  executionProvider: 'webgpu',
  device: 'NVIDIA X',
  namesPerSecond: 1234.4,
  memoryBytes: 812_000_000,
});

describe('the status bar item', () => {
  const starting: ServerStatus = { state: 'starting', vocabularies: [] };
  const sleeping: ServerStatus = { state: 'sleeping', vocabularies: [] };
  const failed: ServerStatus = { state: 'failed', message: 'Choose another encoder.', vocabularies: [] };

  it.each([
    ['ready', statusSnapshot(), '$(symbol-key) starter · int8 · cpu', false],
    ['with a short title', onGpu, '$(symbol-key) SapBERT · fp16 · webgpu', false],
    ['at work', statusSnapshot({ workCount: 1 }), '$(loading~spin) starter · int8 · cpu', false],
    ['asleep', statusSnapshot({ server: sleeping }), '$(symbol-key) TermLens: asleep', false],
    [
      'asleep, encoder known',
      statusSnapshot({ server: { ...readyStatus, state: 'sleeping' } }),
      '$(symbol-key) starter · asleep',
      false,
    ],
    ['connecting', statusSnapshot({ connection: 'starting' }), '$(loading~spin) TermLens: starting', false],
    [
      'without an answer yet',
      statusSnapshot({ server: undefined }),
      '$(loading~spin) TermLens: starting',
      false,
    ],
    ['loading', statusSnapshot({ server: starting }), '$(loading~spin) TermLens: preparing', false],
    ['failed', statusSnapshot({ server: failed, workCount: 1 }), '$(warning) TermLens: failed', true],
    ['stopped', statusSnapshot({ connection: 'stopped' }), '$(warning) TermLens: stopped', true],
  ])('%s', (_name, status, text, isWarning) => {
    expect(formatStatus(status)).toMatchObject({ text, isWarning });
  });

  it.each([
    ['/home/me/models/my-model', 'A model with a long title', 'my-model'],
    ['C:\\models\\mine', 'A model with a long title', 'mine'],
    ['someone/a-model-with-a-long-name', 'a-model-with-a-long-name', 'a-model-with-a-long…'],
  ])('stays short for the model %s', (modelId, modelTitle, name) => {
    expect(formatStatus(withEncoder({ modelId, modelTitle })).label).toBe(`${name} · int8 · cpu`);
  });

  it('draws no icon that a model calls for', () => {
    const { text } = formatStatus(withEncoder({ modelTitle: '$(flame) hot' }));
    expect(text).toBe(String.raw`$(symbol-key) \$(flame) hot · int8 · cpu`);
  });
});

describe('the tooltip', () => {
  it('has a table of what runs where, how fast and in how much memory', () => {
    const rows = formatStatusTooltip(formatStatus(onGpu))
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.includes('---'));
    expect(rows).toEqual([
      '| | |',
      '| Model | SapBERT |',
      '| Precision | fp16 |',
      '| Device | webgpu, NVIDIA X |',
      '| Speed | 1,234 names/s |',
      '| Memory | 812 MB |',
      String.raw`| Vocabulary | Starter vocabulary\: 1,200 concepts, 1 name |`,
    ]);
  });

  it('says why an encoder is not elsewhere, and links commands that there are', () => {
    const tooltip = formatStatusTooltip(formatStatus(statusSnapshot()));
    expect(tooltip).toContain(String.raw`cuda\: no GPU found`);
    const targets = markdownTokens(tooltip).flatMap((token) =>
      token.type === 'link' ? [(token as { href: string }).href] : [],
    );
    expect(targets).toEqual(tooltipCommands.map((command) => `command:${command}`));
    expect(tooltipCommands).toHaveLength(4);
    const known: readonly string[] = commandNames.map((name) => `termlens.${name}`);
    expect(tooltipCommands.filter((command) => !known.includes(command))).toEqual([]);
  });

  it('shows a hostile title as it is', () => {
    const modelTitle = '[a](command:evil) | <img src=x> `b`\n\n# c';
    const own = formatStatusTooltip(formatStatus(withEncoder({ modelTitle: 'a' })));
    const kinds = (markdown: string): string[] =>
      markdownTokens(markdown)
        .map(({ type }) => type)
        .filter((type) => type !== 'text' && type !== 'escape');
    expect(kinds(formatStatusTooltip(formatStatus(withEncoder({ modelTitle }))))).toEqual(kinds(own));
  });

  it('is read out in sentences', () => {
    expect(formatStatusLabel(formatStatus(statusSnapshot()))).toBe(
      'starter · int8 · cpu. cuda: no GPU found. Model: TermLens starter encoder. Precision: int8. ' +
        'Device: cpu. Vocabulary: Starter vocabulary: 1,200 concepts, 1 name.',
    );
  });
});

describe('the status report', () => {
  it('names state, encoder, device, process, vocabularies, notices and versions', () => {
    expect(formatStatusReport(statusSnapshot(), host, noDiagnostics)).toBe(
      [
        'State       ready',
        'Encoder     TermLens starter encoder (starter)',
        'Provider    cpu',
        'Precision   int8',
        'Dimensions  256',
        'Process     77',
        'TermLens    0.1.0',
        'Editor      Code 1.105.0 (desktop)',
        'Platform    linux x64',
        '',
        'Notices',
        '- cuda: no GPU found',
        '',
        'Vocabularies',
        '- Starter vocabulary: 1,200 concepts, 1 name (starter 2026, CC0, vectra, /data/starter)',
        '',
      ].join('\n'),
    );
  });

  it('has device, speed and memory where they are known, and what the server adds', () => {
    const report = formatStatusReport(onGpu, host, { lines: ['Models: /m'], cuda: ['Driver 570'] });
    expect(report).toContain('Device      NVIDIA X\n');
    expect(report).toContain('Speed       1,234 names/s\nMemory      812 MB\n');
    expect(report).toContain('\n\nDiagnostics\n- Models: /m\n\nCUDA\n- Driver 570\n');
  });

  it('has no empty sections while the server is away', () => {
    const report = formatStatusReport({ connection: 'stopped', workCount: 0 }, host, noDiagnostics);
    expect(report).toContain('State       stopped');
    expect(report).not.toMatch(/Notices|Vocabularies|Diagnostics|CUDA|undefined/u);
  });
});

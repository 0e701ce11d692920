import { describe, expect, it } from 'vitest';
import {
  formatStatus,
  formatStatusReport,
  type StatusSnapshot,
} from '../../../src/extension/views/statusText.ts';
import type { ServerStatus } from '../../../src/protocol/messages.ts';

const ready: ServerStatus = {
  state: 'ready',
  encoder: {
    modelId: 'starter',
    modelTitle: 'Starter encoder',
    precision: 'int8',
    executionProvider: 'cpu',
    dimensions: 256,
    notices: ['cuda: no GPU found'],
    processId: 77,
  },
  vocabularies: [
    {
      id: 'starter',
      title: 'Starter vocabulary',
      version: '2026',
      licence: 'CC0',
      source: 'here',
      conceptCount: 1200,
      nameCount: 1,
      vectorEngine: 'vectra',
      folder: '/data/starter',
    },
  ],
};
const host = { extensionVersion: '0.1.0', editor: 'Code 1.105.0 (desktop)', platform: 'linux x64' };
const snapshot = (changes: Partial<StatusSnapshot> = {}): StatusSnapshot => ({
  connection: 'running',
  server: ready,
  workCount: 0,
  ...changes,
});

describe('the status bar item', () => {
  const starting: ServerStatus = { state: 'starting', vocabularies: [] };
  const sleeping: ServerStatus = { state: 'sleeping', vocabularies: [] };
  const failed: ServerStatus = { state: 'failed', message: 'Choose another encoder.', vocabularies: [] };

  it.each([
    ['ready', snapshot(), '$(symbol-key) TermLens: starter · cpu', false],
    ['at work', snapshot({ workCount: 1 }), '$(loading~spin) TermLens: starter · cpu', false],
    ['asleep', snapshot({ server: sleeping }), '$(symbol-key) TermLens: asleep', false],
    [
      'asleep, encoder known',
      snapshot({ server: { ...ready, state: 'sleeping' } }),
      '$(symbol-key) TermLens: starter · asleep',
      false,
    ],
    ['connecting', snapshot({ connection: 'starting' }), '$(loading~spin) TermLens: starting', false],
    ['without an answer yet', snapshot({ server: undefined }), '$(loading~spin) TermLens: starting', false],
    ['loading', snapshot({ server: starting }), '$(loading~spin) TermLens: preparing', false],
    ['failed', snapshot({ server: failed, workCount: 1 }), '$(warning) TermLens: failed', true],
    ['stopped', snapshot({ connection: 'stopped' }), '$(warning) TermLens: stopped', true],
  ])('%s', (_name, status, text, isWarning) => {
    expect(formatStatus(status)).toMatchObject({ text, isWarning });
  });

  it('says in its tooltip what runs where, what is known, and why not elsewhere', () => {
    expect(formatStatus(snapshot()).tooltip.split('\n')).toEqual([
      'Starter encoder, int8 on cpu',
      'Starter vocabulary: 1,200 concepts, 1 name',
      'cuda: no GPU found',
    ]);
    expect(formatStatus(snapshot({ server: failed })).tooltip).toBe('Choose another encoder.');
  });
});

describe('the status report', () => {
  it('names state, encoder, device, process, vocabularies, notices and versions', () => {
    expect(formatStatusReport(snapshot(), host)).toBe(
      [
        'State       ready',
        'Encoder     Starter encoder (starter)',
        'Device      cpu',
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

  it('has no empty sections while the server is away', () => {
    const report = formatStatusReport({ connection: 'stopped', workCount: 0 }, host);
    expect(report).toContain('State       stopped');
    expect(report).not.toMatch(/Notices|Vocabularies|undefined/u);
  });
});

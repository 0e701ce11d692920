import { formatBytes, formatRate } from './quantities.ts';
import { describeVocabulary, type StatusSnapshot } from './statusText.ts';

export interface HostInfo {
  readonly extensionVersion: string;
  readonly editor: string;
  readonly platform: string;
}

/** What the server says when it is asked, one line each. */
export interface Diagnostics {
  readonly lines: readonly string[];
  readonly cuda: readonly string[];
}

/** Everything worth putting into a bug report; it never holds text of a note. */
export function formatStatusReport(
  { connection, server }: StatusSnapshot,
  host: HostInfo,
  diagnostics: Diagnostics,
): string {
  const encoder = server?.encoder;
  const rows: (readonly [string, string | number | undefined])[] = [
    ['State', connection === 'running' ? server?.state : connection],
    ['Message', server?.message],
    ['Encoder', encoder && `${encoder.modelTitle} (${encoder.modelId})`],
    ['Provider', encoder?.executionProvider],
    ['Device', encoder?.device],
    ['Precision', encoder?.precision],
    ['Dimensions', encoder?.dimensions],
    ['Speed', encoder?.namesPerSecond === undefined ? undefined : formatRate(encoder.namesPerSecond)],
    ['Memory', encoder?.memoryBytes === undefined ? undefined : formatBytes(encoder.memoryBytes)],
    ['Process', encoder?.processId],
    ['TermLens', host.extensionVersion],
    ['Editor', host.editor],
    ['Platform', host.platform],
  ];
  const lines = rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(12)}${String(value)}`);
  return [
    lines.join('\n'),
    section('Notices', encoder?.notices ?? []),
    section('Vocabularies', (server?.vocabularies ?? []).map(describeVocabulary)),
    section('Diagnostics', diagnostics.lines),
    section('CUDA', diagnostics.cuda),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `- ${line}`)].join('\n');
}

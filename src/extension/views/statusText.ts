import type { ServerStatus, VocabularyInfo } from '../../protocol/messages.ts';
import { formatCount } from './conceptText.ts';

export interface StatusSnapshot {
  readonly connection: 'starting' | 'running' | 'stopped';
  /** What the server said last; undefined until it has said something. */
  readonly server?: ServerStatus | undefined;
  /** How many long requests are under way. */
  readonly workCount: number;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isWarning: boolean;
}

export interface HostInfo {
  readonly extensionVersion: string;
  readonly editor: string;
  readonly platform: string;
}

/** The status bar item: what links, on which device. */
export function formatStatus({ connection, server, workCount }: StatusSnapshot): StatusText {
  if (connection === 'stopped') {
    return warning('stopped', 'The TermLens server is not running.');
  }
  if (connection === 'starting' || server === undefined) {
    return spinning('starting', 'The TermLens server is starting.');
  }
  const details = [
    ...(server.message === undefined ? [] : [server.message]),
    ...encoderLines(server),
    ...server.vocabularies.map(summarizeVocabulary),
    ...(server.encoder?.notices ?? []),
  ].join('\n');
  if (server.state === 'failed') {
    return warning('failed', details);
  }
  if (server.state === 'starting') {
    return spinning('preparing', details === '' ? 'Encoder and vocabularies are loading.' : details);
  }
  const { encoder, state } = server;
  const activity = state === 'sleeping' ? 'asleep' : (encoder?.executionProvider ?? state);
  const label = [...(encoder === undefined ? [] : [encoder.modelId]), activity].join(' · ');
  return workCount > 0
    ? spinning(label, details)
    : { text: `$(symbol-key) TermLens: ${label}`, tooltip: details, isWarning: false };
}

/** Everything worth putting into a bug report; it never holds text of a note. */
export function formatStatusReport({ connection, server }: StatusSnapshot, host: HostInfo): string {
  const rows: (readonly [string, string | number | undefined])[] = [
    ['State', connection === 'running' ? server?.state : connection],
    ['Message', server?.message],
    ['Encoder', server?.encoder && `${server.encoder.modelTitle} (${server.encoder.modelId})`],
    ['Device', server?.encoder?.executionProvider],
    ['Precision', server?.encoder?.precision],
    ['Dimensions', server?.encoder?.dimensions],
    ['Process', server?.encoder?.processId],
    ['TermLens', host.extensionVersion],
    ['Editor', host.editor],
    ['Platform', host.platform],
  ];
  const lines = rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(12)}${String(value)}`);
  const notices = server?.encoder?.notices ?? [];
  const vocabularies = (server?.vocabularies ?? []).map(describeVocabulary);
  return [lines.join('\n'), section('Notices', notices), section('Vocabularies', vocabularies)]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `- ${line}`)].join('\n');
}

function encoderLines({ encoder, state }: ServerStatus): string[] {
  const loaded =
    encoder === undefined
      ? []
      : [`${encoder.modelTitle}, ${encoder.precision} on ${encoder.executionProvider}`];
  return state === 'sleeping' ? [...loaded, 'The encoder is asleep until it is needed.'] : loaded;
}

function summarizeVocabulary({ title, conceptCount, nameCount }: VocabularyInfo): string {
  return `${title}: ${formatCount(conceptCount, 'concept')}, ${formatCount(nameCount, 'name')}`;
}

function describeVocabulary(vocabulary: VocabularyInfo): string {
  const { id, version, licence, vectorEngine, folder } = vocabulary;
  return `${summarizeVocabulary(vocabulary)} (${id} ${version}, ${licence}, ${vectorEngine}, ${folder})`;
}

function spinning(label: string, tooltip: string): StatusText {
  return { text: `$(loading~spin) TermLens: ${label}`, tooltip, isWarning: false };
}

function warning(label: string, tooltip: string): StatusText {
  return { text: `$(warning) TermLens: ${label}`, tooltip, isWarning: true };
}

import type { ServerStatus, VocabularyInfo } from '../../protocol/messages.ts';
import { formatCount } from './conceptText.ts';
import { escapeIcons } from './escapeText.ts';
import { formatBytes, formatRate } from './quantities.ts';

export interface StatusSnapshot {
  readonly connection: 'starting' | 'running' | 'stopped';
  /** What the server said last; undefined until it has said something. */
  readonly server?: ServerStatus | undefined;
  /** How many long requests are under way. */
  readonly workCount: number;
}

export interface StatusText {
  /** For the status bar, with an icon before it. */
  readonly text: string;
  /** The words of `text`, for a screen reader. */
  readonly label: string;
  /** Sentences about the state as a whole. */
  readonly messages: readonly string[];
  /** What runs, as name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly isWarning: boolean;
}

type Encoder = NonNullable<ServerStatus['encoder']>;

const longestModelName = 20;

/** The status bar item: what links, how exactly, on which device. */
export function formatStatus({ connection, server, workCount }: StatusSnapshot): StatusText {
  if (connection === 'stopped') {
    return withIcon('warning', 'TermLens: stopped', ['The TermLens server is not running.']);
  }
  if (connection === 'starting' || server === undefined) {
    return withIcon('loading~spin', 'TermLens: starting', ['The TermLens server is starting.']);
  }
  const { encoder, state, message } = server;
  const facts = [
    ...(encoder === undefined ? [] : encoderFacts(encoder)),
    ...server.vocabularies.map((vocabulary) => ['Vocabulary', summarizeVocabulary(vocabulary)] as const),
  ];
  const messages = [
    ...(message === undefined ? [] : [message]),
    ...(state === 'sleeping' ? ['The encoder is asleep until it is needed.'] : []),
    ...(encoder?.notices ?? []),
  ];
  if (state === 'failed') {
    return withIcon('warning', 'TermLens: failed', messages, facts);
  }
  if (state === 'starting') {
    const all = messages.length === 0 ? ['Encoder and vocabularies are loading.'] : messages;
    return withIcon('loading~spin', 'TermLens: preparing', all, facts);
  }
  return withIcon(workCount > 0 ? 'loading~spin' : 'symbol-key', labelOf(server), messages, facts);
}

export function describeVocabulary(vocabulary: VocabularyInfo): string {
  const { id, version, licence, vectorEngine, folder } = vocabulary;
  return `${summarizeVocabulary(vocabulary)} (${id} ${version}, ${licence}, ${vectorEngine}, ${folder})`;
}

function summarizeVocabulary({ title, conceptCount, nameCount }: VocabularyInfo): string {
  return `${title}: ${formatCount(conceptCount, 'concept')}, ${formatCount(nameCount, 'name')}`;
}

/** "SapBERT · fp16 · webgpu". */
function labelOf({ encoder, state }: ServerStatus): string {
  if (encoder === undefined) {
    return state === 'sleeping' ? 'TermLens: asleep' : `TermLens: ${state}`;
  }
  const { precision, executionProvider } = encoder;
  const activity = state === 'sleeping' ? ['asleep'] : [precision, executionProvider];
  return [shortName(encoder), ...activity].join(' · ');
}

/** The title where it is short, else the id, which for a repository or a folder may be long as well. */
function shortName({ modelTitle, modelId }: Encoder): string {
  const name =
    modelTitle.length <= longestModelName ? modelTitle : (/[^/\\]+$/u.exec(modelId)?.[0] ?? modelId);
  return name.length <= longestModelName ? name : `${name.slice(0, longestModelName - 1)}…`;
}

function encoderFacts(encoder: Encoder): (readonly [string, string])[] {
  const { modelTitle, precision, executionProvider, device, namesPerSecond, memoryBytes } = encoder;
  return [
    ['Model', modelTitle],
    ['Precision', precision],
    ['Device', device === undefined ? executionProvider : `${executionProvider}, ${device}`],
    ...(namesPerSecond === undefined ? [] : [['Speed', formatRate(namesPerSecond)] as const]),
    ...(memoryBytes === undefined ? [] : [['Memory', formatBytes(memoryBytes)] as const]),
  ];
}

function withIcon(
  icon: 'loading~spin' | 'symbol-key' | 'warning',
  label: string,
  messages: readonly string[],
  facts: StatusText['facts'] = [],
): StatusText {
  return { text: `$(${icon}) ${escapeIcons(label)}`, label, messages, facts, isWarning: icon === 'warning' };
}

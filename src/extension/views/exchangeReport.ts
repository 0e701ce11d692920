import type {
  ExchangeLoss,
  ExchangeProblem,
  ExchangeReport,
  ExportOutcome,
  ImportOutcome,
} from '../../protocol/exchangeMessages.ts';
import { formatCount } from './conceptText.ts';

export interface ExchangeText {
  /** One line for a notification. */
  readonly message: string;
  /** Everything, to be read in an editor. */
  readonly report: string;
  /** Whether the report says more than the message. */
  readonly hasMore: boolean;
}

/** More kinds of losses are left to the report. */
const lossesInMessage = 3;
const namesInMessage = 3;

type Written = Extract<ExportOutcome, { kind: 'written' }>;

export function describeExport(outcome: Written, title: string, output: string): ExchangeText {
  const { documents, annotations, files } = outcome;
  const what = `Exported ${formatCount(documents, 'document')} with ${formatCount(annotations, 'annotation')} as ${title}`;
  return describe(outcome, `${what}.`, 'Not held by this format', [
    `${what} to ${output}.`,
    ...(files.length > 1 ? ['', `Files: ${files.length.toLocaleString('en-US')}`, ...files.map(toItem)] : []),
  ]);
}

export function describeImport(outcome: ImportOutcome, source: string): ExchangeText {
  const { documents, notes, createdNotes, added, unmatched } = outcome;
  const what = `Added ${formatCount(added, 'annotation')} to ${formatCount(notes, 'note')}`;
  const created = createdNotes === 0 ? '' : `, ${formatCount(createdNotes, 'note')} of them new`;
  const missing = unmatched.length === 0 ? '' : ` No note is called like ${listNames(unmatched)}.`;
  return describe(outcome, `${what}${created}.${missing}`, 'Not taken over', [
    `${what}${created}, from ${formatCount(documents, 'document')} of ${source}.`,
    ...(unmatched.length > 0
      ? [
          '',
          `Documents without a note: ${unmatched.length.toLocaleString('en-US')}`,
          ...unmatched.map(toItem),
        ]
      : []),
  ]);
}

/** "a, b, c and 9 more". */
export function listNames(names: readonly string[]): string {
  const rest = names.length - namesInMessage;
  const first = names.slice(0, namesInMessage).join(', ');
  return rest > 0 ? `${first} and ${rest.toLocaleString('en-US')} more` : first;
}

function describe(
  { losses, problems }: ExchangeReport,
  done: string,
  lossTitle: string,
  lines: readonly string[],
): ExchangeText {
  const told = losses
    .slice(0, lossesInMessage)
    .map(({ what, count }) => `${what}: ${count.toLocaleString('en-US')}`);
  const more = losses.length > told.length ? [`${losses.length - told.length} more`] : [];
  const message = [
    done,
    ...(losses.length > 0 ? [`${lossTitle}: ${[...told, ...more].join('; ')}.`] : []),
    ...(problems.length > 0 ? [`${formatCount(problems.length, 'problem')}.`] : []),
  ].join(' ');
  const report = [
    ...lines,
    ...(losses.length > 0 ? ['', `${lossTitle}:`, ...losses.map(formatLoss)] : []),
    ...(problems.length > 0 ? ['', 'Problems:', ...problems.map(formatProblem)] : []),
    '',
  ].join('\n');
  return { message, report, hasMore: losses.length + problems.length > 0 || lines.length > 1 };
}

function formatLoss({ what, count, first }: ExchangeLoss): string {
  return toItem(`${what}: ${count.toLocaleString('en-US')}, first at ${first}`);
}

function formatProblem({ file, line, message }: ExchangeProblem): string {
  return toItem(`${file}, line ${line}: ${message}`);
}

function toItem(text: string): string {
  return `- ${text}`;
}

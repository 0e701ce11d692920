import type { CommandName } from '../commands/commandNames.ts';
import { escapeMarkdown } from './escapeText.ts';
import type { StatusText } from './statusText.ts';

const links: readonly { readonly title: string; readonly command: CommandName }[] = [
  { title: 'Encoder…', command: 'selectEncoder' },
  { title: 'Device…', command: 'selectExecutionProvider' },
  { title: 'Benchmark', command: 'benchmarkEncoder' },
  { title: 'Status', command: 'showStatus' },
];

/** The commands that the tooltip's links may run. */
export const tooltipCommands = links.map(({ command }) => `termlens.${command}`);

/** The status as Markdown: messages, a table of what runs, and links to what changes it. */
export function formatStatusTooltip({ messages, facts }: StatusText): string {
  const rows = facts.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`);
  return [
    '**TermLens**',
    ...messages.map(escapeMarkdown),
    ...(rows.length === 0 ? [] : [['| | |', '| --- | --- |', ...rows].join('\n')]),
    links.map(({ title, command }) => `[${title}](command:termlens.${command})`).join(' · '),
  ].join('\n\n');
}

/** The same in words, for a screen reader. */
export function formatStatusLabel({ label, messages, facts }: StatusText): string {
  const sentences = [label, ...messages, ...facts.map(([name, value]) => `${name}: ${value}`)];
  return sentences.map((sentence) => (/[.!?]$/u.test(sentence) ? sentence : `${sentence}.`)).join(' ');
}

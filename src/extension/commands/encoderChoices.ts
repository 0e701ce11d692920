import type { EncoderInfo } from '../../protocol/encoderMessages.ts';
import { escapeIcons } from '../views/escapeText.ts';
import { formatBytes } from '../views/quantities.ts';

/** How an encoder reads in a quick pick. */
export interface EncoderText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export interface EncoderGroup {
  readonly title: string;
  readonly encoders: readonly EncoderInfo[];
}

const groups: readonly { readonly title: string; readonly states: readonly EncoderInfo['state'][] }[] = [
  { title: 'On this machine', states: ['bundled', 'installed'] },
  { title: 'To be fetched', states: ['available'] },
  { title: 'To be converted by you', states: ['bring'] },
];

/** Ready ones first; groups without any are left out. */
export function groupEncoders(encoders: readonly EncoderInfo[]): readonly EncoderGroup[] {
  return groups
    .map(({ title, states }) => ({ title, encoders: encoders.filter(({ state }) => states.includes(state)) }))
    .filter((group) => group.encoders.length > 0);
}

export function describeEncoder(encoder: EncoderInfo): EncoderText {
  const { title, selected, description, languages, licence, precisions, repository } = encoder;
  const facts = [
    description,
    languages.join(', '),
    licence,
    precisions.map(({ precision }) => precision).join(', '),
    encoder.state === 'available' ? (repository ?? '') : '',
  ];
  return {
    label: `${selected ? '$(check) ' : ''}${escapeIcons(title)}`,
    description: escapeIcons([encoder.id, stateOf(encoder)].join(' · ')),
    detail: escapeIcons(facts.filter((fact) => fact !== '').join(' · ')),
  };
}

function stateOf({ state, selected, precisions, remedy }: EncoderInfo): string {
  switch (state) {
    case 'bundled':
      return selected ? 'in use, comes with TermLens' : 'comes with TermLens';
    case 'installed':
      return remedy === undefined ? (selected ? 'in use' : 'installed') : 'damaged';
    case 'available':
      return `${selected ? 'chosen, but not here yet' : 'to be fetched'}${sizeRange(precisions)}`;
    case 'bring':
      return 'no ONNX export is published';
  }
}

/** ", 110 MB to 970 MB": the smallest precision alone, and all of them. */
function sizeRange(precisions: EncoderInfo['precisions']): string {
  const sizes = precisions.map(({ bytes }) => bytes).filter((bytes) => bytes !== undefined);
  if (sizes.length === 0) {
    return '';
  }
  const all = sizes.reduce((sum, bytes) => sum + bytes, 0);
  return sizes.length === 1
    ? `, ${formatBytes(all)}`
    : `, ${formatBytes(Math.min(...sizes))} to ${formatBytes(all)}`;
}

/**
 * The repository that the user typed, `owner/name` or its address on the hub, or undefined where it is neither.
 * The hub's names hold letters, digits, "-", "_" and "."; "--" and ".." are not allowed, nor "-" or "." at the ends.
 */
export function parseRepository(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?huggingface\.co\//u, '')
    .replace(/\/(?:tree\/main\/?)?$/u, '');
  const parts = name.split('/');
  const isName = (part: string): boolean =>
    /^(?![-.])[\w.-]{1,96}(?<![-.])$/u.test(part) && !/--|\.\./u.test(part);
  return parts.length === 2 && parts.every(isName) ? name : undefined;
}

/** What can be copied from a remedy: its code spans and fenced blocks, or all of it where it has none. */
export function commandOf(remedy: string): string {
  const code = [...remedy.matchAll(/```\w*\n([\s\S]+?)```|`([^`]+)`/gu)].map(([, block, span]) =>
    (block ?? span ?? '').trim(),
  );
  return code.length === 0 ? remedy : code.join('\n');
}

import type { DifferenceVersion } from '../../protocol/adjudicationMessages.ts';
import { formatCount } from '../views/conceptText.ts';
import { escapeMarkdown } from '../views/escapeText.ts';
import type { DifferenceSide, LocatedDifference } from './locatedDifference.ts';

/** "A, HEAD"; the letter alone where nobody knows whose it is. */
export function nameSide({ side, label }: DifferenceSide): string {
  return label === undefined ? side : `${side}, ${label}`;
}

/** "Pain (MESH:D010146), Symptom, “back pain”, Negated". */
export function describeVersion({ concepts, type, text, attributes }: DifferenceVersion): string {
  const names = concepts.map(({ curie, preferredName }) =>
    preferredName === '' ? curie : `${preferredName} (${curie})`,
  );
  return [names.join(', ') || 'no concept', type, `“${text}”`, ...attributes].join(', ');
}

export function describeSide({ versions }: DifferenceSide): string {
  return versions.length === 0 ? 'nothing here' : versions.map(describeVersion).join('; ');
}

/** What a message and the view say. */
export function formatLeft(count: number): string {
  return count === 0 ? '' : `${formatCount(count, 'difference')} left to decide`;
}

/** Both versions side by side, with links that decide. */
export function formatDifferenceHover(uri: string, difference: LocatedDifference): string {
  const { kinds, sides } = difference;
  const link = (title: string, command: string, id: string): string =>
    `[${title}](command:termlens.${command}?${encodeURIComponent(JSON.stringify([{ uri, id }]))})`;
  const title = kinds.length === 0 ? 'Two versions' : `Two versions: ${kinds.join(', ')}`;
  const columns = sides.map((side) => escapeMarkdown(nameSide(side)));
  const cells = sides.map((side) => escapeMarkdown(describeSide(side)));
  const links = sides.flatMap(({ side, versions }) =>
    versions.slice(0, 1).map(({ id }) => link(`Keep ${escapeMarkdown(side)}`, 'keepDifference', id)),
  );
  const [first] = sides.flatMap(({ versions }) => versions);
  const both = first === undefined ? [] : [link('Keep Both', 'keepAllVersions', first.id)];
  const isTwo = sides.filter(({ versions }) => versions.length > 0).length > 1;
  return [
    `**${escapeMarkdown(title)}**`,
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    `| ${cells.join(' | ')} |`,
    '',
    [...links, ...(isTwo ? both : [])].join(' · '),
  ].join('\n');
}

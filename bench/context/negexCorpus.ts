import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';

/** A condition in a sentence of a report, and what the annotators said of it. */
export interface NegexMention {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface NegexCase {
  /** In its sentence alone, and among the sentences of its report that are in the set, one a line. */
  readonly alone: NegexMention;
  readonly inReport: NegexMention;
  readonly gold: Readonly<Record<NegexAttribute, boolean>>;
  /** Whether it was looked at while the cues were written. */
  readonly development: boolean;
  /** Of a sentence that has no mention in the development half. */
  readonly unseenSentence: boolean;
}

export const negexAttributes = ['Negated', 'Historical', 'Hypothetical', 'Experiencer'] as const;
export type NegexAttribute = (typeof negexAttributes)[number];

interface Sentence {
  /** As the report has it: the set writes the condition in capitals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const folder = join(projectFolder, '../shared/data/negex');

/**
 * The 2,376 conditions of NegEx's and ConText's test kit, or nothing where it is not at hand. Half of them, by a hash
 * of the line's sentence, are for development. The sentences' order in their reports is in another file of the kit.
 */
export function readNegexCases(): readonly NegexCase[] | undefined {
  if (!existsSync(folder)) {
    return undefined;
  }
  const rows = readRows('genConText_rsAnnotations-1-120-random.txt').map(
    ([, , condition = '', sentence = '', negation, temporality, experiencer]) => ({
      condition,
      sentence,
      development: isForDevelopment(sentence),
      gold: {
        Negated: negation === 'Negated',
        Historical: temporality === 'Historical',
        Hypothetical: temporality === 'Not particular',
        Experiencer: experiencer !== 'Patient',
      },
    }),
  );
  const seen = new Set(rows.filter(({ development }) => development).map(({ sentence }) => keyOf(sentence)));
  const reports = readReports();
  return rows.map(({ condition, sentence, development, gold }) => {
    const alone = placeCondition(condition, sentence);
    return {
      alone,
      inReport: reports.get(`${keyOf(condition)}|${keyOf(sentence)}`)?.shift() ?? alone,
      gold,
      development,
      unseenSentence: !seen.has(keyOf(sentence)),
    };
  });
}

function readRows(file: string): string[][] {
  const lines = readFileSync(join(folder, file), 'latin1').split(/\r?\n/u);
  return lines.filter((line) => line.trim() !== '').map((line) => line.split('\t').map(unquote));
}

function isForDevelopment(sentence: string): boolean {
  const [first = 0] = createHash('sha256').update(sentence.trim()).digest();
  return (first >> 4) % 2 === 0;
}

/** Every condition's places in its report, in the set's order. */
function readReports(): Map<string, NegexMention[]> {
  const [, ...rows] = readRows('negex_Annotations-1-120.txt');
  const byReport = Map.groupBy(rows, ([report = '']) => report);
  const places = new Map<string, NegexMention[]>();
  for (const report of byReport.values()) {
    let text = '';
    let last = '';
    let lineStart = 0;
    const found = report.map(([, condition = '', sentence = '']) => {
      const placed = placeCondition(condition, sentence);
      if (placed.text.toLowerCase() !== last) {
        last = placed.text.toLowerCase();
        lineStart = text.length;
        text += `${placed.text}\n`;
      }
      return {
        key: `${keyOf(condition)}|${keyOf(sentence)}`,
        start: lineStart + placed.start,
        end: lineStart + placed.end,
      };
    });
    for (const { key, start, end } of found) {
      places.set(key, [...(places.get(key) ?? []), { text, start, end }]);
    }
  }
  return places;
}

/** The sentence with its condition written as it was; a condition that is not in its sentence stands for all of it. */
function placeCondition(condition: string, sentence: string): Sentence {
  const inCapitals = sentence.indexOf(condition.toUpperCase());
  const start = inCapitals < 0 ? sentence.toLowerCase().indexOf(condition.toLowerCase()) : inCapitals;
  if (start < 0) {
    return { text: sentence, start: 0, end: sentence.length };
  }
  const end = start + condition.length;
  return { text: sentence.slice(0, start) + condition + sentence.slice(end), start, end };
}

function keyOf(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().toLowerCase();
}

function unquote(cell: string): string {
  const quoted = /^"(.*)"$/su.exec(cell.trim())?.[1];
  return (quoted ?? cell).replaceAll('""', '"').trim();
}

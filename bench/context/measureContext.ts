import { createContextReader } from '../../src/core/mentionDetection/context/mentionContext.ts';
import { findWords } from '../../src/core/mentionDetection/words.ts';
import { readAciBenchNotes, sampleNote, takeWords } from '../notes.ts';
import { formatTable, type Section } from '../tables.ts';
import { negexAttributes, readNegexCases, type NegexAttribute, type NegexCase } from './negexCorpus.ts';

export interface ContextOptions {
  readonly smoke: boolean;
  /** Which errors to print: of the development half, of all, or none. */
  readonly errors: string | undefined;
}

interface Outcome {
  readonly item: NegexCase;
  readonly attribute: NegexAttribute;
  readonly isSaid: boolean;
  readonly because: string;
}

/** What the context of mentions is worth on NegEx's test kit, and what it costs. */
export function measureContext({ smoke, errors }: ContextOptions): Section[] {
  const cases = readNegexCases();
  return [measureSpeed(smoke), ...(cases ? [measureAccuracy(cases, errors)] : [])];
}

function measureSpeed(smoke: boolean): Section {
  const notes = readAciBenchNotes();
  const text = notes ? takeWords(notes, 1_000) : sampleNote;
  // Of the words of a clinical note some one in eight names a concept.
  const mentions = findWords(text).filter((_word, i) => i % 8 === 0);
  const first: number[] = [];
  const again: number[] = [];
  for (let run = 0; run < (smoke ? 3 : 50); run++) {
    const reader = createContextReader();
    for (const times of [first, again]) {
      const start = process.cpuUsage();
      mentions.forEach((mention) => reader.read(text, mention));
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    }
  }
  return {
    title: '12 Context of mentions: time',
    notes:
      `The context of ${mentions.length} mentions, every eighth word of a note, in processor time.` +
      (notes
        ? ''
        : ' SKIPPED: the long note, since ../shared/data/aci-bench is not on this machine; the sample note instead.'),
    measurements: [
      { what: 'a note seen for the first time', unit: 'ms', values: first },
      { what: 'its sentences known', unit: 'ms', values: again },
    ],
  };
}

function measureAccuracy(cases: readonly NegexCase[], errors: string | undefined): Section {
  const alone = cases.flatMap((item) => outcomesOf(item, 'alone'));
  const inReport = cases.flatMap((item) => outcomesOf(item, 'inReport'));
  const parts: readonly (readonly [string, readonly Outcome[], (item: NegexCase) => boolean])[] = [
    ['all', alone, () => true],
    ['development half', alone, ({ development }) => development],
    ['held-out half', alone, ({ development }) => !development],
    ['held out, sentences not in the development half', alone, ({ unseenSentence }) => unseenSentence],
    ['all, in reports', inReport, () => true],
    ['development half, in reports', inReport, ({ development }) => development],
    ['held-out half, in reports', inReport, ({ development }) => !development],
    [
      'held out, sentences not in the development half, in reports',
      inReport,
      ({ unseenSentence }) => unseenSentence,
    ],
  ];
  const rows = parts.flatMap(([part, outcomes, isIn]) =>
    negexAttributes.map((attribute) => [
      part,
      attribute,
      ...scoresOf(outcomes.filter((outcome) => outcome.attribute === attribute && isIn(outcome.item))),
    ]),
  );
  const listed = inReport.filter(
    ({ item, attribute, isSaid }) =>
      item.gold[attribute] !== isSaid && (errors === 'all' || (errors === 'development' && item.development)),
  );
  return {
    title: '13 Context of mentions: accuracy',
    notes: [
      `NegEx's and ConText's test kit, ${cases.length} conditions: each sentence by itself, and among those of its report.`,
      '',
      ...formatTable(['part', 'attribute', 'annotated', 'precision', 'recall', 'F1'], rows),
      ...(listed.length > 0 ? ['', ...listed.map(describeError)] : []),
    ].join('\n'),
    measurements: [],
  };
}

function outcomesOf(item: NegexCase, place: 'alone' | 'inReport'): Outcome[] {
  const { text, ...mention } = item[place];
  const attributes = createContextReader().read(text, mention);
  return negexAttributes.map((attribute) => {
    const said = attributes.find(({ name }) => name === attribute);
    return { item, attribute, isSaid: said !== undefined, because: said?.cue ?? said?.section ?? '' };
  });
}

function scoresOf(outcomes: readonly Outcome[]): string[] {
  const annotated = outcomes.filter(({ item, attribute }) => item.gold[attribute]).length;
  const said = outcomes.filter(({ isSaid }) => isSaid).length;
  const right = outcomes.filter(({ item, attribute, isSaid }) => isSaid && item.gold[attribute]).length;
  const shown = [right / said, right / annotated, (2 * right) / (said + annotated)];
  return [String(annotated), ...shown.map((value) => (Number.isFinite(value) ? value.toFixed(3) : '–'))];
}

function describeError({ item, attribute, isSaid, because }: Outcome): string {
  const { text, start, end } = item.alone;
  const sentence = `${text.slice(0, start)}[[${text.slice(start, end)}]]${text.slice(end)}`.replace(
    /\s+/gu,
    ' ',
  );
  return `- ${isSaid ? 'wrongly' : 'not'} ${attribute}${because === '' ? '' : ` (“${because}”)`}: ${sentence}`;
}

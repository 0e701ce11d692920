import { join } from 'node:path';
import { normalizeConceptId } from '../../src/core/annotation/conceptIds.ts';
import { ensureConceptStore } from '../../src/core/conceptStore/ensureConceptStore.ts';
import type { LoadedEncoder } from '../../src/core/encoder/host/encoderProcess.ts';
import type { EvaluationMention } from '../../src/core/evaluation/corpora/corpus.ts';
import { readQueries } from '../../src/core/evaluation/corpora/readQueries.ts';
import { readDictionary } from '../../src/core/evaluation/dictionaries/readDictionary.ts';
import { conceptIdsOf, createDictionaryVocabulary } from '../../src/core/evaluation/dictionaryVocabulary.ts';
import { expandAbbreviations, readDocumentContext } from '../../src/core/linking/documentContext.ts';
import { proposeSpans } from '../../src/core/mentionDetection/proposeSpans.ts';
import { splitIntoSentences } from '../../src/core/mentionDetection/sentences.ts';
import { readBundledVocabulary, type VocabularySource } from '../../src/core/vocabulary/vocabularySource.ts';
import type { DevelopmentMention, DevelopmentSet } from './gatherExamples.ts';
import { mistype } from './typingErrors.ts';

/** Few mentions in corpora have typing errors; notes have more. */
const mistypedWeight = 0.25;
const everyMistyped = 3;

export interface DevelopmentSetOptions {
  /** The data folder; BioSyn's archives in it unpacked. */
  readonly data: string;
  readonly bundledVocabulary: string;
  readonly encoder: LoadedEncoder;
  /** Where the stores are kept. */
  readonly storeFolder: string;
}

/** The words of a corpus in its documents: what is annotated, and what is not and so names no concept. */
export interface CorpusOfDocuments {
  readonly name: string;
  readonly dictionary: string;
  readonly queries: string;
  readonly types: readonly string[];
  /** Of the spans that nobody annotated every so many is taken. */
  readonly everyNilSpan: number;
  readonly weight: number;
}

/**
 * What the ranker learns from: mentions as BioSyn prepared them, the same corpora as they are written with the spans
 * between the mentions as examples of NIL, mentions with typing errors, and the bundled vocabulary, which lacks most of what the mentions name.
 */
export async function readDevelopmentSets(options: DevelopmentSetOptions): Promise<DevelopmentSet[]> {
  const inData = (...path: string[]): string => join(options.data, ...path);
  const sets: DevelopmentSet[] = [];
  const prepared: EvaluationMention[] = [];
  for (const [name, folder, archive] of [
    ['NCBI-disease', 'biosyn-ncbi-d', 'ncbi-disease'],
    ['BC5CDR-disease', 'biosyn-bc5cdr-d', 'bc5cdr-disease'],
  ] as const) {
    const { mentions } = await readQueries(inData(folder, archive, 'processed_dev'), {
      types: [],
      part: 'dev',
    });
    const source = await readSource(inData(folder, archive, 'dev_dictionary.txt'), options);
    sets.push(await createSet(`${name}, prepared`, source, mentions.flatMap(toSearched), 1, options));
    const searched = mentions.flatMap(toSearched);
    const mistyped = [...new Map(searched.map((mention) => [mention.text, mention])).values()]
      .map((mention) => ({ ...mention, text: mistype(mention.text) }))
      .filter((_, i) => i % everyMistyped === 0);
    sets.push(await createSet(`${name}, mistyped`, source, mistyped, mistypedWeight, options));
    prepared.push(...mentions);
  }
  for (const corpus of corporaOfDocuments(inData)) {
    sets.push(...(await readDocuments(corpus, options)));
  }
  const bundled = await readBundledVocabulary(options.bundledVocabulary);
  sets.push(await createSet('bundled vocabulary', bundled, prepared.flatMap(toSearched), 1, options));
  return sets;
}

export function corporaOfDocuments(inData: (...path: string[]) => string): CorpusOfDocuments[] {
  const medic = inData('medic-ctd', 'CTD_diseases.tsv.gz');
  return [
    {
      name: 'NCBI-disease',
      dictionary: medic,
      queries: inData('ncbi-disease-corpus', 'NCBIdevelopset_corpus.txt'),
      types: [],
      everyNilSpan: 12,
      weight: 1,
    },
    {
      name: 'BC5CDR-disease',
      dictionary: medic,
      queries: inData('bc5cdr-pubtator', 'CDR_DevelopmentSet.PubTator.txt'),
      types: ['Disease'],
      everyNilSpan: 60,
      weight: 1,
    },
    {
      name: 'GSC+',
      dictionary: inData('hpo-2023-phenotagger', 'id_word_map.json'),
      queries: inData('gsc-plus-dev', 'GSCplus_dev_gold.tsv'),
      types: [],
      everyNilSpan: 6,
      weight: 0.5,
    },
  ];
}

async function readDocuments(
  corpus: CorpusOfDocuments,
  options: DevelopmentSetOptions,
): Promise<DevelopmentSet[]> {
  const { mentions } = await readQueries(corpus.queries, { types: corpus.types, part: 'dev' });
  const source = await readSource(corpus.dictionary, options);
  const texts = new Map(mentions.map(({ document }) => [document?.id, document?.text ?? '']));
  const nil = [...texts].flatMap(([id, text]) =>
    unannotatedSpans(
      text,
      mentions.filter(({ document }) => document?.id === id),
    ),
  );
  const some = nil.filter((_, i) => i % corpus.everyNilSpan === 0);
  return [
    await createSet(corpus.name, source, mentions.flatMap(toSearched), corpus.weight, options),
    await createSet(`${corpus.name}, between the mentions`, source, some, corpus.weight / 2, options),
  ];
}

function unannotatedSpans(text: string, mentions: readonly EvaluationMention[]): DevelopmentMention[] {
  const context = readDocumentContext(text);
  return [...splitIntoSentences(text)].flatMap((sentence) =>
    proposeSpans(text.slice(sentence.start, sentence.end))
      .filter(({ phrase, start, end }) => {
        const [from, to] = [sentence.start + start, sentence.start + end];
        return phrase && !mentions.some(({ range }) => range && range.start < to && from < range.end);
      })
      .map(({ name }) => ({ text: expandAbbreviations(name, context), isRight: () => false })),
  );
}

/** Composite mentions are left out: their parts are linked one by one. */
function toSearched({ mention, parts, gold, document }: EvaluationMention): DevelopmentMention[] {
  if (gold.length > 1 || parts) {
    return [];
  }
  const right = new Set(gold.flat());
  return [
    {
      text: document?.text ? expandAbbreviations(mention, readDocumentContext(document.text)) : mention,
      isRight: (curie) => conceptIdsOf(curie).some((id) => right.has(normalizeConceptId(id))),
    },
  ];
}

async function readSource(dictionary: string, { encoder }: DevelopmentSetOptions): Promise<VocabularySource> {
  return createDictionaryVocabulary(await readDictionary(dictionary), encoder.fingerprint);
}

async function createSet(
  name: string,
  source: VocabularySource,
  mentions: readonly DevelopmentMention[],
  weight: number,
  { encoder, storeFolder }: DevelopmentSetOptions,
): Promise<DevelopmentSet> {
  const store = await ensureConceptStore(source, {
    dataFolder: storeFolder,
    encoder,
    onProgress: (done, total) => {
      if (done === total) {
        process.stderr.write(`${name}: ${total} names\n`);
      }
    },
  });
  return { name, store, mentions, weight };
}

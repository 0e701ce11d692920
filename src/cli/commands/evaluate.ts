import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { createCachedEncoder } from '../../core/encoder/cachedEncoder.ts';
import type { LoadedEncoder } from '../../core/encoder/host/encoderProcess.ts';
import { comparePredictions, type Comparison } from '../../core/evaluation/comparePredictions.ts';
import type { Corpus, EvaluationDocument } from '../../core/evaluation/corpora/corpus.ts';
import { readQueries, type QueryOptions } from '../../core/evaluation/corpora/readQueries.ts';
import type { Dictionary } from '../../core/evaluation/dictionaries/dictionary.ts';
import { readDictionary } from '../../core/evaluation/dictionaries/readDictionary.ts';
import { readDictionaryNames, type DictionaryNames } from '../../core/evaluation/dictionaryNames.ts';
import { createDictionaryVocabulary } from '../../core/evaluation/dictionaryVocabulary.ts';
import {
  evaluateLinker,
  type LinkOutcome,
  type MeasuredLinker,
} from '../../core/evaluation/evaluateLinker.ts';
import { evaluateNames } from '../../core/evaluation/evaluateNames.ts';
import { EvaluationFileError, readEvaluationFile } from '../../core/evaluation/evaluationFile.ts';
import { createReport, type EvaluationReport } from '../../core/evaluation/evaluationReport.ts';
import {
  createCosineSearch,
  createInnerProductSearch,
  type Similarity,
} from '../../core/evaluation/nameSearch.ts';
import { formatPredictions, parsePredictions, type Prediction } from '../../core/evaluation/predictions.ts';
import { defaultLinkOptions, type CandidateGenerator } from '../../core/linking/candidate.ts';
import { readDocumentContext, type DocumentContext } from '../../core/linking/documentContext.ts';
import { createLinker } from '../../core/linking/linker.ts';
import { withEncoder, type EncoderChoice, type EncoderSession } from '../encoderSession.ts';
import { findErrors, printEvaluation, toJson } from '../evaluationOutput.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine, type ProgressLine } from '../progressLine.ts';

export interface EvaluateCommandOptions extends EncoderChoice, QueryOptions {
  readonly dictionary: string;
  readonly queries: string;
  readonly similarity: Similarity;
  readonly generators?: readonly CandidateGenerator[];
  readonly candidates: number;
  readonly predictions?: string;
  readonly compare?: string;
  readonly errors?: number;
}

/** What `evaluate` works with, all of it read before the encoder starts. */
interface Inputs {
  readonly dictionary: Dictionary;
  readonly names: DictionaryNames;
  readonly corpus: Corpus;
  readonly earlier: readonly Prediction[] | undefined;
}

/** `termlens evaluate`: how often the linker, and the encoder alone, find the right concept of a dictionary. */
export async function evaluateLinking(installFolder: string, options: EvaluateCommandOptions): Promise<void> {
  const inputs = await readInputs(options);
  const { report, outcomes, encoder } = await withEncoder(installFolder, options, async (session) => {
    const progress = createProgressLine();
    try {
      return await measure(session, inputs, options, progress);
    } finally {
      progress.end();
    }
  });
  const { mentions } = inputs.corpus;
  const predictions = formatPredictions(mentions, outcomes, inputs.names.isExact);
  if (options.predictions !== undefined) {
    await writePredictions(options.predictions, predictions);
  }
  const comparison = compare(predictions, inputs);
  const errors = findErrors(mentions, outcomes, inputs.names).slice(0, options.errors ?? 0);
  const shown = { report, comparison, errors, encoder, dictionary: inputs.dictionary, options };
  if (options.json) {
    printJson(toJson(shown));
  } else {
    printEvaluation(shown);
  }
}

async function readInputs(options: EvaluateCommandOptions): Promise<Inputs> {
  const dictionary = await readDictionary(options.dictionary);
  const corpus = await readQueries(options.queries, options);
  tellProblems([...dictionary.problems, ...corpus.problems]);
  const earlier =
    options.compare === undefined
      ? undefined
      : parsePredictions((await readEvaluationFile(options.compare)).text, options.compare);
  const inputs = { dictionary, names: readDictionaryNames(dictionary), corpus, earlier };
  // Predictions of other mentions are refused now, not after the run.
  compare(formatPredictions(corpus.mentions, [], inputs.names.isExact), inputs);
  return inputs;
}

const toldProblems = 5;

function tellProblems(problems: Corpus['problems']): void {
  const lines = problems
    .slice(0, toldProblems)
    .map(({ file, line, message }) => `${file}, line ${line}: ${message}`);
  const others = problems.length - lines.length;
  [...lines, ...(others > 0 ? [`… and ${others} more problems`] : [])].forEach((line) => {
    process.stderr.write(`termlens: ${line}\n`);
  });
}

async function measure(
  { encoder, signal }: EncoderSession,
  { dictionary, names, corpus: { mentions } }: Inputs,
  options: EvaluateCommandOptions,
  progress: ProgressLine,
): Promise<{
  report: EvaluationReport;
  outcomes: readonly LinkOutcome[];
  encoder: LoadedEncoder['description'];
}> {
  const tell =
    (what: string) =>
    (done: number, total: number): void =>
      progress.update(`${what}: ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`);
  const store = await ensureConceptStore(createDictionaryVocabulary(dictionary, encoder.fingerprint), {
    dataFolder: join(defaultDataFolder(), 'cache', 'evaluation'),
    encoder,
    signal,
    onProgress: tell('encoding the dictionary'),
  });
  try {
    const search =
      options.similarity === 'cosine'
        ? createCosineSearch(store)
        : await createInnerProductSearch(dictionary, encoder, {
            signal,
            onProgress: tell('encoding the dictionary, raw'),
          });
    const count = options.candidates;
    const nameRanks = await evaluateNames(mentions, encoder, search, {
      count,
      signal,
      onProgress: tell('nearest names'),
    });
    const linker = createMeasuredLinker(createLinker([store], createCachedEncoder(encoder)), options, signal);
    const linked = await evaluateLinker(mentions, linker, { signal, onProgress: tell('linking') });
    return {
      report: createReport(mentions, names, nameRanks, linked),
      outcomes: linked.outcomes,
      encoder: encoder.description,
    };
  } finally {
    store.close();
  }
}

/** The linker as the extension uses it: a document is read once for all its mentions. */
function createMeasuredLinker(
  linker: Pick<ReturnType<typeof createLinker>, 'link'>,
  { generators, candidates }: EvaluateCommandOptions,
  signal: AbortSignal,
): MeasuredLinker {
  const contexts = new WeakMap<EvaluationDocument, DocumentContext>();
  const contextOf = (document: EvaluationDocument | undefined): DocumentContext | undefined => {
    if (document?.text === undefined) {
      return undefined;
    }
    const context = contexts.get(document) ?? readDocumentContext(document.text);
    contexts.set(document, context);
    return context;
  };
  const shown = { ...defaultLinkOptions, ...(generators && { generators }) };
  const ranked = { ...shown, candidateCount: candidates, minScore: 0 };
  const linkOne =
    (linkOptions: typeof ranked): MeasuredLinker['rank'] =>
    async (text, document) => {
      const [result] = await linker.link([text], linkOptions, { signal, document: contextOf(document) });
      return result ?? { mention: text, candidates: [] };
    };
  return { rank: linkOne(ranked), propose: linkOne(shown) };
}

function compare(predictions: string, { earlier }: Inputs): Comparison | undefined {
  return earlier && comparePredictions(parsePredictions(predictions, 'these predictions'), earlier);
}

async function writePredictions(file: string, predictions: string): Promise<void> {
  await writeFile(file, predictions).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvaluationFileError(file, `the predictions cannot be written (${reason}).`, { cause });
  });
}

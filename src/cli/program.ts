import { join } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { annotationFormats } from '../core/annotation/formats/formats.ts';
import { executionProviders, precisions } from '../core/encoder/encoder.ts';
import { corpusParts } from '../core/evaluation/corpora/readBiosynJson.ts';
import { similarities } from '../core/evaluation/nameSearch.ts';
import { candidateGenerators, type CandidateGenerator } from '../core/linking/candidate.ts';
import { importers } from '../core/vocabulary/importers/importers.ts';
import { addVocabulary, type AddVocabularyOptions } from './commands/addVocabulary.ts';
import { annotateFiles } from './commands/annotate.ts';
import { convertFiles, type ConvertCommandOptions } from './commands/convert.ts';
import {
  encodeNames,
  vectorFileEndings,
  vectorLengths,
  type EncodeCommandOptions,
} from './commands/encode.ts';
import { benchmarkEncoder, showEncoder } from './commands/encoder.ts';
import { evaluateLinking, type EvaluateCommandOptions } from './commands/evaluate.ts';
import { installCudaProvider, type InstallCudaCommandOptions } from './commands/installCuda.ts';
import { addCatalogueCommands } from './commands/encoderCatalogue.ts';
import { listKnownVocabularies } from './commands/knownVocabularies.ts';
import { linkMentions } from './commands/link.ts';
import { rebuildVocabulary, type RebuildVocabularyOptions } from './commands/rebuildVocabulary.ts';
import { removeInstalledVocabulary } from './commands/removeVocabulary.ts';
import { listVocabularies, showVocabulary } from './commands/vocabulary.ts';
import type { EncoderChoice } from './encoderSession.ts';
import { progressForms } from './progressReport.ts';
import type { SessionOptions } from './session.ts';
import type { SharedStoreChoice } from './sharedStore.ts';

/** The command line of `termlens`; `installFolder` holds `models/`, `vocabularies/` and `dist/`. */
export function createProgram(installFolder: string): Command {
  const program = new Command('termlens')
    .description('Links biomedical terms to concepts, on this machine alone.')
    .showHelpAfterError();

  withSession(program.command('link'))
    .description('propose concepts for mentions')
    .argument('<mention...>', 'text that may name a concept')
    .action((mentions: string[], options: SessionOptions) => linkMentions(installFolder, mentions, options));

  withSession(program.command('annotate'))
    .description('find the mentions of notes and propose concepts for them')
    .argument('<file...>', 'notes as plain text, UTF-8')
    .option('--write', 'store the first candidate of each mention in the .ann file beside the note', false)
    .action((files: string[], options: SessionOptions & { write: boolean }) =>
      annotateFiles(installFolder, files, options),
    );

  program
    .command('convert')
    .description('turn annotated documents of one format into another')
    .argument('<path>', 'a file, or a folder')
    .addOption(
      new Option('--to <format>')
        .choices(annotationFormats.map(({ format }) => format))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--from <format>', 'default is recognized').choices(
        annotationFormats.flatMap(({ format, reader }) => (reader ? [format] : [])),
      ),
    )
    .requiredOption('--output <path>', 'a file; a folder for brat, Web Annotations and CAS JSON')
    .option('--force', 'overwrite what is there', false)
    .option('--json', 'print JSON', false)
    .action((path: string, options: ConvertCommandOptions) => convertFiles(path, options));

  const vocabulary = program.command('vocabulary').description('the installed vocabularies');
  withSession(vocabulary.command('list'))
    .description('list them')
    .action((options: SessionOptions) => listVocabularies(installFolder, options));
  withSession(vocabulary.command('info'))
    .description('tell about one of them, or about one of its concepts')
    .addArgument(new Argument('<id>', 'the vocabulary'))
    .addArgument(new Argument('[curie]', 'a concept, such as MESH:D009203'))
    .action((id: string, curie: string | undefined, options: SessionOptions) =>
      showVocabulary(installFolder, id, curie, options),
    );
  withEncoderChoice(vocabulary.command('add'))
    .description('add one from its file, folder or archive, its address, or by its name')
    .addArgument(
      new Argument(
        '<what>',
        'such as hp.obo.gz, the META folder of the UMLS, https://example.org/my.obo, hpo, or - for standard input',
      ),
    )
    .option('--id <id>', 'lower-case letters, digits, "-" and "_"; default is made of its name')
    .option('--title <title>', 'default is what the file says')
    .option('--release <version>', 'default is what the file says')
    .option('--licence <licence>', 'default is what the file says')
    .addOption(
      new Option('--format <format>', 'default is recognized').choices(importers.map(({ format }) => format)),
    )
    .option('--languages <language,...>', 'of names where a format tells: en, es …', parseList)
    .option('--sources <source,...>', 'of the UMLS, such as SNOMEDCT_US,MSH', parseList)
    .option('--prefix <prefix>', 'of identifiers that have none, such as LOCAL')
    .option('--sha256 <checksum>', 'of what is fetched, as its publisher states it', parseSha256)
    .option('--offline', 'open no connection: an address is refused', false)
    .option('--report <file>', 'write what could not be read, tab-separated')
    .addOption(progressOption())
    .addOption(storeOption())
    .action((what: string, options: AddVocabularyOptions) => addVocabulary(installFolder, what, options));
  vocabulary
    .command('known')
    .description('list those that can be added by their names, with licence and size')
    .option('--json', 'print JSON', false)
    .action((options: { json: boolean }) => listKnownVocabularies(installFolder, options));
  withEncoderChoice(vocabulary.command('rebuild'))
    .description('encode one that was added anew')
    .argument('<id>', 'the vocabulary')
    .addOption(progressOption())
    .action((id: string, options: RebuildVocabularyOptions) => rebuildVocabulary(installFolder, id, options));
  vocabulary
    .command('remove')
    .description('remove one that was added')
    .argument('<id>', 'the vocabulary')
    .option('--json', 'print JSON', false)
    .addOption(storeOption())
    .action((id: string, options: { json: boolean } & SharedStoreChoice) =>
      removeInstalledVocabulary(id, options),
    );

  const encoder = program.command('encoder').description('the encoder');
  withEncoderChoice(encoder.command('info'))
    .description('load it and tell what runs where')
    .action((options: EncoderChoice) => showEncoder(installFolder, options));
  withEncoderChoice(encoder.command('bench'))
    .description('measure it on every execution provider and precision there is')
    .action((options: EncoderChoice) => benchmarkEncoder(installFolder, options));
  encoder
    .command('install-cuda')
    .description('fetch the CUDA provider of ONNX Runtime, for an NVIDIA GPU on Linux x64')
    .option('--json', 'print JSON', false)
    .option('--yes', 'do not ask before it is fetched', false)
    .option('--offline', 'forbid every connection', false)
    .action((options: InstallCudaCommandOptions) => installCudaProvider(installFolder, options));
  addCatalogueCommands(encoder, installFolder);

  withEncoderChoice(program.command('encode'))
    .description('turn names into vectors')
    .argument('<names>', 'list of names, one a line, UTF-8; - for standard input')
    .requiredOption(
      '--output <file>',
      'float32 [names, dimensions], row i for line i, as .npy or .safetensors',
      parseVectorFile,
    )
    .addOption(
      // What the script on SapBERT's model card gives; the other can be made of it, and it not of the other.
      new Option(
        '--length <length>',
        'raw: vectors as the model gives them; unit: scaled so that a dot product is the cosine similarity',
      )
        .choices(vectorLengths)
        .default('raw'),
    )
    .action((names: string, options: EncodeCommandOptions) => encodeNames(installFolder, names, options));

  withEncoderChoice(program.command('evaluate'))
    .description('measure how often the right concept is proposed')
    .requiredOption(
      '--dictionary <file>',
      'the names to link to: lines "id||name", a file of CTD such as CTD_diseases.tsv, or JSON {"id": ["name"]}',
    )
    .requiredOption(
      '--queries <path>',
      'mentions with their concepts: a folder of .concept files, PubTator, BioC, or a table "mention<TAB>id|id"',
    )
    .addOption(
      new Option('--part <part>', 'of a data.json that holds several').choices(corpusParts).default('test'),
    )
    .option('--types <type,...>', 'only mentions of these types, such as Disease', parseList, [])
    .addOption(
      new Option('--similarity <similarity>', 'what is near, for the figures over names')
        .choices(similarities)
        .default('cosine'),
    )
    .option('--generators <generator,...>', candidateGenerators.join(', '), parseGenerators)
    .option('--candidates <count>', 'candidates that are looked at for each mention', parseRankDepth, 20)
    .option('--predictions <file>', 'write what was predicted for each mention, tab-separated')
    .option('--compare <file>', 'compare with the predictions of an earlier run')
    .option('--errors <count>', 'show the first wrong ones', parseCount)
    .action((options: EvaluateCommandOptions) => evaluateLinking(installFolder, options));

  program
    .command('serve')
    .description('run the language server for any editor')
    .requiredOption('--stdio', 'speak the protocol over standard input and output')
    .action(async () => {
      // A program of its own, which reads `--stdio` from the same arguments.
      await import(join(installFolder, 'dist', 'server.js'));
    });
  return program;
}

function progressOption(): Option {
  return new Option('--progress <form>', 'on standard error: for people, or an object a line for a program')
    .choices(progressForms)
    .default('line');
}

/** The options that every command which uses the encoder has in common. */
function withEncoderChoice(command: Command): Command {
  return command
    .option('--json', 'print JSON', false)
    .option('--encoder <model>', 'id of an encoder, or a folder in Hugging Face layout', 'starter')
    .addOption(new Option('--precision <precision>').choices(['auto', ...precisions]).default('auto'))
    .addOption(new Option('--provider <provider>').choices(['auto', ...executionProviders]).default('auto'));
}

/** And those of every command which links. */
function withSession(command: Command): Command {
  return withEncoderChoice(command)
    .addOption(storeOption())
    .option('--candidates <count>', 'candidates for each mention', parseCount, 5)
    .option('--min-score <score>', 'propose nothing below this score, 0 to 1', parseScore);
}

function storeOption(): Option {
  return new Option(
    '--store <url>',
    'a database to share vocabularies in, postgresql://user@host/database; default is TERMLENS_STORE_URL',
  );
}

function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError('A whole number from 1 is expected.');
  }
  return count;
}

/** Accuracy@20 is told. */
function parseRankDepth(value: string): number {
  const count = parseCount(value);
  if (count < 20) {
    throw new InvalidArgumentError('A whole number from 20 is expected.');
  }
  return count;
}

function parseList(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parseGenerators(value: string): readonly CandidateGenerator[] {
  const wanted = parseList(value);
  const known = candidateGenerators.filter((generator) => wanted.includes(generator));
  if (known.length === 0 || known.length !== new Set(wanted).size) {
    throw new InvalidArgumentError(
      `Some of ${candidateGenerators.join(', ')} are expected, with commas between.`,
    );
  }
  return known;
}

function parseSha256(value: string): string {
  if (!/^[0-9a-f]{64}$/iu.test(value)) {
    throw new InvalidArgumentError('64 hexadecimal digits are expected.');
  }
  return value.toLowerCase();
}

function parseVectorFile(value: string): string {
  if (!vectorFileEndings.some((ending) => value.toLowerCase().endsWith(ending))) {
    throw new InvalidArgumentError(`A name that ends in ${vectorFileEndings.join(' or ')} is expected.`);
  }
  return value;
}

function parseScore(value: string): number {
  const score = Number(value);
  if (value.trim() === '' || !(score >= 0 && score <= 1)) {
    throw new InvalidArgumentError('A number from 0 to 1 is expected.');
  }
  return score;
}

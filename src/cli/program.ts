import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { corpusParts } from '../core/evaluation/corpora/readBiosynJson.ts';
import { similarities } from '../core/evaluation/nameSearch.ts';
import { candidateGenerators } from '../core/linking/candidate.ts';
import { importers } from '../core/vocabulary/importers/importers.ts';
import { addAnnotationCommands } from './annotationCommands.ts';
import { addVocabulary, type AddVocabularyOptions } from './commands/addVocabulary.ts';
import { encodeNames, vectorLengths, type EncodeCommandOptions } from './commands/encode.ts';
import { benchmarkEncoder, showEncoder } from './commands/encoder.ts';
import { evaluateLinking, type EvaluateCommandOptions } from './commands/evaluate.ts';
import { installCudaProvider, type InstallCudaCommandOptions } from './commands/installCuda.ts';
import { addCatalogueCommands } from './commands/encoderCatalogue.ts';
import { listKnownVocabularies } from './commands/knownVocabularies.ts';
import { linkMentions } from './commands/link.ts';
import { rebuildVocabulary, type RebuildVocabularyOptions } from './commands/rebuildVocabulary.ts';
import { removeInstalledVocabulary } from './commands/removeVocabulary.ts';
import { listVocabularies, showVocabulary } from './commands/vocabulary.ts';
import { addMapCommand } from './mapCommand.ts';
import {
  parseCount,
  parseGenerators,
  parseList,
  parseRankDepth,
  parseSha256,
  parseVectorFile,
  progressOption,
  storeOption,
  withEncoderChoice,
  withSession,
} from './commandOptions.ts';
import type { EncoderChoice } from './encoderSession.ts';
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

  addAnnotationCommands(program, installFolder);
  addMapCommand(program, installFolder);

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

import { InvalidArgumentError, Option, type Command } from 'commander';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import type { ModelDownloadProgress } from '../../core/encoder/catalogue/downloadModel.ts';
import type { EncoderEntry } from '../../core/encoder/catalogue/encoderEntry.ts';
import { precisions, type Pooling, type Precision } from '../../core/encoder/encoder.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson, printTable } from '../printTable.ts';
import { createProgressLine, formatDuration, formatMegabytes } from '../progressLine.ts';

interface JsonOption {
  readonly json: boolean;
}

interface DownloadOptions extends JsonOption {
  readonly precision: readonly Precision[];
  readonly revision?: string;
  readonly offline: boolean;
}

interface ImportOptions extends JsonOption {
  readonly id?: string;
  readonly pooling?: Pooling;
}

/** `termlens encoder list|download|import`. */
export function addCatalogueCommands(encoder: Command, installFolder: string): void {
  const folders = { installFolder, dataFolder: defaultDataFolder() };

  withJson(encoder.command('list'))
    .description('list those that are here, that can be fetched, and that you can bring')
    .action(async ({ json }: JsonOption) => {
      const { listEncoders } = await import('../../core/encoder/catalogue/installedModels.ts');
      const encoders = await listEncoders(folders);
      if (json) {
        printJson(encoders);
      } else {
        printTable(['Id', 'Title', 'State', 'Precisions', 'Languages', 'Licence'], encoders.map(toRow));
        encoders.forEach(tellRemedy);
      }
    });

  withJson(encoder.command('download'))
    .description('fetch one from the Hugging Face hub, or from the mirror that HF_ENDPOINT names')
    .argument('<model>', 'id of the catalogue, or a repository, OWNER/NAME')
    .addOption(
      new Option('--precision <list>', `which weights, of ${precisions.join(', ')}, with commas between`)
        .argParser(parsePrecisions)
        .default([], 'what is recommended'),
    )
    .option('--revision <revision>', 'a commit, branch or tag in place of the usual one')
    .option('--offline', 'open no connection: succeed only if it is here already', false)
    .action(async (model: string, options: DownloadOptions) => {
      const { downloadModel } = await import('../../core/encoder/catalogue/downloadModel.ts');
      const entry = await withProgress('fetching', (signal, onProgress) =>
        downloadModel({
          ...folders,
          model,
          precisions: options.precision,
          revision: options.revision,
          network: { offline: options.offline },
          signal,
          onProgress,
        }),
      );
      tellInstalled(entry, options);
    });

  withJson(encoder.command('import'))
    .description('install one from a folder or archive (.zip, .tar, .tar.gz) on this machine')
    .argument('<path>', 'in the layout of Hugging Face, or as optimum-cli exports it')
    .option('--id <id>', 'what to call it; default: what it calls itself')
    .addOption(
      new Option('--pooling <pooling>', 'how vectors are made of tokens, if it does not say').choices([
        'cls',
        'mean',
      ]),
    )
    .action(async (path: string, options: ImportOptions) => {
      const { importModel } = await import('../../core/encoder/catalogue/importModel.ts');
      const entry = await withProgress('copying', (signal, onProgress) =>
        importModel({ ...folders, path, id: options.id, pooling: options.pooling, signal, onProgress }),
      );
      tellInstalled(entry, options);
    });
}

function withJson(command: Command): Command {
  return command.option('--json', 'print JSON', false);
}

function parsePrecisions(value: string, before: readonly Precision[] = []): readonly Precision[] {
  const chosen = value.split(',').map((name) => {
    const precision = precisions.find((known) => known === name.trim());
    if (precision === undefined) {
      throw new InvalidArgumentError(`Allowed are ${precisions.join(', ')}, with commas between.`);
    }
    return precision;
  });
  return [...new Set([...before, ...chosen])];
}

async function withProgress<T>(
  verb: string,
  work: (signal: AbortSignal, onProgress: (progress: ModelDownloadProgress) => void) => Promise<T>,
): Promise<T> {
  const line = createProgressLine();
  try {
    return await untilInterrupted((signal) =>
      work(signal, (progress) => line.update(`${verb} ${describeProgress(progress)}`)),
    );
  } finally {
    line.end();
  }
}

function describeProgress(progress: ModelDownloadProgress): string {
  const { file, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  return [
    `${file}: ${formatMegabytes(doneBytes)} of ${formatMegabytes(totalBytes)}`,
    ...(bytesPerSecond > 0 ? [`${formatMegabytes(bytesPerSecond)}/s`] : []),
    ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`]),
  ].join(', ');
}

function tellInstalled(entry: EncoderEntry, { json }: JsonOption): void {
  if (json) {
    printJson(entry);
  } else {
    process.stdout.write(`${entry.id}\t${entry.folder ?? ''}\n`);
    process.stderr.write(`termlens: ${entry.title} is installed; use it with --encoder ${entry.id}\n`);
  }
}

function tellRemedy({ id, remedy }: EncoderEntry): void {
  if (remedy !== undefined) {
    process.stderr.write(`termlens: ${id}: ${remedy}\n`);
  }
}

function toRow({ id, title, state, precisions: there, languages, licence }: EncoderEntry): string[] {
  const sizes = there.map(({ precision, bytes }) =>
    bytes === undefined ? precision : `${precision} ${formatMegabytes(bytes)}`,
  );
  return [id, title, state, sizes.join(', '), languages.join(' '), licence];
}

import { type Command, InvalidArgumentError, Option } from 'commander';
import { executionProviders, precisions } from '../core/encoder/encoder.ts';
import { candidateGenerators, type CandidateGenerator } from '../core/linking/candidate.ts';
import { vectorFileEndings } from './commands/encode.ts';
import { progressForms } from './progressReport.ts';

export function progressOption(): Option {
  return new Option('--progress <form>', 'on standard error: for people, or an object a line for a program')
    .choices(progressForms)
    .default('line');
}

/** The options that every command which uses the encoder has in common. */
export function withEncoderChoice(command: Command): Command {
  return command
    .option('--json', 'print JSON', false)
    .option('--encoder <model>', 'id of an encoder, or a folder in Hugging Face layout', 'starter')
    .addOption(new Option('--precision <precision>').choices(['auto', ...precisions]).default('auto'))
    .addOption(new Option('--provider <provider>').choices(['auto', ...executionProviders]).default('auto'));
}

/** And those of every command which links. */
export function withSession(command: Command): Command {
  return withEncoderChoice(command)
    .addOption(storeOption())
    .option('--candidates <count>', 'candidates for each mention', parseCount, 5)
    .option('--min-score <score>', 'propose nothing below this score, 0 to 1', parseScore);
}

export function storeOption(): Option {
  return new Option(
    '--store <url>',
    'a database to share vocabularies in, postgresql://user@host/database; default is TERMLENS_STORE_URL',
  );
}

export function parseCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError('A whole number from 1 is expected.');
  }
  return count;
}

/** Accuracy@20 is told. */
export function parseRankDepth(value: string): number {
  const count = parseCount(value);
  if (count < 20) {
    throw new InvalidArgumentError('A whole number from 20 is expected.');
  }
  return count;
}

export function parseList(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export function parseGenerators(value: string): readonly CandidateGenerator[] {
  const wanted = parseList(value);
  const known = candidateGenerators.filter((generator) => wanted.includes(generator));
  if (known.length === 0 || known.length !== new Set(wanted).size) {
    throw new InvalidArgumentError(
      `Some of ${candidateGenerators.join(', ')} are expected, with commas between.`,
    );
  }
  return known;
}

export function parseSha256(value: string): string {
  if (!/^[0-9a-f]{64}$/iu.test(value)) {
    throw new InvalidArgumentError('64 hexadecimal digits are expected.');
  }
  return value.toLowerCase();
}

export function parseVectorFile(value: string): string {
  if (!vectorFileEndings.some((ending) => value.toLowerCase().endsWith(ending))) {
    throw new InvalidArgumentError(`A name that ends in ${vectorFileEndings.join(' or ')} is expected.`);
  }
  return value;
}

export function parseScore(value: string): number {
  const score = Number(value);
  if (value.trim() === '' || !(score >= 0 && score <= 1)) {
    throw new InvalidArgumentError('A number from 0 to 1 is expected.');
  }
  return score;
}

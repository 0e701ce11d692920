import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withSession, parseList } from './commandOptions.ts';
import { mapTermsOf, type MapCommandOptions } from './commands/map.ts';

/** The command that maps terms which stand in no note. */
export function addMapCommand(program: Command, installFolder: string): void {
  withSession(program.command('map'))
    .description('map the terms of a list or of a column of a table to concepts, as SSSOM TSV')
    .argument('<file>', 'a list, one term a line, or .csv or .tsv, UTF-8; - for standard input')
    .option('--column <column>', 'with the terms: its name, or its number from 1')
    .option('--id-column <column>', 'with identifiers of the terms')
    .option('--no-header', "the table's first row holds no names of columns")
    .option('--output <file>', 'write there, such as terms.sssom.tsv; default is standard output')
    .option('--force', 'overwrite what is there, decisions of people included', false)
    .option('--licence <iri>', 'of the mappings; default says that it is not specified', parseIri)
    .option('--vocabularies <id,...>', 'in order of preference; default is all', parseList)
    .action((file: string, options: MapCommandOptions) => mapTermsOf(installFolder, file, options));
}

function parseIri(value: string): string {
  if (!/^https?:\/\/[^\s"<>]+$/u.test(value)) {
    throw new InvalidArgumentError(
      'An address such as https://creativecommons.org/licenses/by/4.0/ is expected.',
    );
  }
  return value;
}

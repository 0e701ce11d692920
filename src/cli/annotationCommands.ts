import { type Command, Option } from 'commander';
import { annotationFormats } from '../core/annotation/formats/formats.ts';
import { candidateGenerators } from '../core/linking/candidate.ts';
import { serveAnnotator } from './annotation/serveAnnotator.ts';
import { annotatorCommand } from './annotation/withAnnotator.ts';
import { parseCount, parseGenerators, parseList, withSession } from './commandOptions.ts';
import { annotateFiles, type AnnotateCommandOptions } from './commands/annotate.ts';
import { compareAnnotations, type CompareCommandOptions } from './commands/compare.ts';
import { convertFiles, type ConvertCommandOptions } from './commands/convert.ts';
import { mergeFiles, type MergeCommandOptions, noBase } from './commands/merge.ts';
import type { SessionOptions } from './session.ts';

/** The commands that read and write annotations. */
export function addAnnotationCommands(program: Command, installFolder: string): void {
  withSession(program.command('annotate'))
    .description('find the mentions of notes and propose concepts for them')
    .argument(
      '<path...>',
      'notes as plain text, UTF-8, or folders of them (.txt and .md); with --output also other formats',
    )
    .option('--vocabularies <id,...>', 'in order of preference; default is all', parseList)
    .option('--generators <generator,...>', candidateGenerators.join(', '), parseGenerators)
    .addOption(
      new Option('--write', 'store the first candidate of each mention in the .ann file beside the note')
        .default(false)
        .conflicts('output'),
    )
    .option(
      '--output <path>',
      'write them there instead: a file; a folder for brat, Web Annotations and CAS JSON',
    )
    .addOption(
      new Option('--format <format>', 'of --output')
        .choices(annotationFormats.map(({ format }) => format))
        .default('brat'),
    )
    .addOption(formatOption('--from <format>'))
    .option('--keep', 'keep the annotations that are there beside those that are found', false)
    .option('--force', 'overwrite what is there', false)
    .option('--jobs <count>', 'processes side by side; default is one a physical core', parseCount)
    .action((paths: string[], options: AnnotateCommandOptions) =>
      annotateFiles(installFolder, paths, options),
    );

  program
    .command(annotatorCommand, { hidden: true })
    .argument('<options>')
    .action((options: string) => serveAnnotator(installFolder, JSON.parse(options) as SessionOptions));

  program
    .command('convert')
    .description('turn annotated documents of one format into another')
    .argument('<path>', 'a file, or a folder')
    .addOption(
      new Option('--to <format>')
        .choices(annotationFormats.map(({ format }) => format))
        .makeOptionMandatory(),
    )
    .addOption(formatOption('--from <format>'))
    .requiredOption('--output <path>', 'a file; a folder for brat, Web Annotations and CAS JSON')
    .option('--force', 'overwrite what is there', false)
    .option('--json', 'print JSON', false)
    .action((path: string, options: ConvertCommandOptions) => convertFiles(path, options));

  program
    .command('compare')
    .description('measure how far two sets of annotations agree, and list where they do not')
    .argument('<a>', 'a file, or a folder, in any format that is read; the gold standard if one of them is')
    .argument('<b>', 'the same notes, annotated by somebody else or by "annotate"')
    .addOption(formatOption('--from-a <format>'))
    .addOption(formatOption('--from-b <format>'))
    .option('--same-type', 'spans of different types are different spans', false)
    .option('--types-a <type,...>', 'only annotations of these types, such as Disease', parseList, [])
    .option('--types-b <type,...>', 'the same of the other side', parseList, [])
    .option('--attributes <name,...>', 'compare these; default is all, where both sides have any', parseList)
    .option(
      '--dictionary <file>',
      'identifiers that it gives one concept are the same, such as those of CTD_diseases.tsv; as for "evaluate"',
    )
    .option('--documents', 'tell of each document as well', false)
    .option('--differences <file>', 'write where they differ, tab-separated, without the text of the notes')
    .option('--with-text', 'write there the text of the spans as well', false)
    .option(
      '--adjudicate <folder>',
      'write a third set as brat standoff: what is agreed on, and both sides of what is not, marked',
    )
    .option('--force', 'overwrite what is there', false)
    .option('--json', 'print JSON', false)
    .action((a: string, b: string, options: CompareCommandOptions) => compareAnnotations(a, b, options));

  program
    .command('merge')
    .description(
      'merge what two people made of one .ann file; where both changed an annotation, both versions stay, marked',
    )
    .argument(
      '<base>',
      `what both were made from; "${noBase}" when nobody has it: then nothing counts as removed`,
    )
    .argument('<ours>', 'whose lines and numbers stay as they are')
    .argument('<theirs>', 'what comes to them')
    .option('--output <file>', 'write the merged file there instead of to standard output; <ours>, too')
    .option('--note <file>', 'find the annotations in this text of the note first, where it was changed')
    .option('--ours-label <name>', 'whose <ours> is, as the marks of differences say it', 'ours')
    .option('--theirs-label <name>', 'whose <theirs> is', 'theirs')
    .option('--json', 'print JSON', false)
    .action((base: string, ours: string, theirs: string, options: MergeCommandOptions) =>
      mergeFiles(base, ours, theirs, options),
    );
}

function formatOption(flags: string): Option {
  return new Option(flags, 'default is recognized').choices(
    annotationFormats.flatMap(({ format, reader }) => (reader ? [format] : [])),
  );
}

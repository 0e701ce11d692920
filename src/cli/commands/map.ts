import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { formatSssom } from '../../core/mapping/formatSssom.ts';
import { mapTerms } from '../../core/mapping/mapTerms.ts';
import type { TermMapping, TermMappingSet } from '../../core/mapping/termMapping.ts';
import { readTerms, TermTableError } from '../../core/mapping/termTable.ts';
import { writeFileWhole } from '../../core/writeFileWhole.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine } from '../progressLine.ts';
import { withLinking, type Session, type SessionOptions } from '../session.ts';
import { formatCount } from '../tellProblems.ts';

export interface MapCommandOptions extends SessionOptions {
  readonly column?: string;
  readonly idColumn?: string;
  readonly header: boolean;
  readonly output?: string;
  readonly force: boolean;
  readonly licence?: string;
}

/** The file of mappings cannot be written, or is there already. */
export class MappingFileError extends Error {
  override readonly name = 'MappingFileError';

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
  }
}

/** What SSSOM's own tools write where nobody gave a licence; the specification requires one. */
const unspecifiedLicence = 'https://w3id.org/sssom/license/unspecified';

/** `termlens map`: the terms of a list or table become a mapping set. */
export async function mapTermsOf(
  installFolder: string,
  file: string,
  options: MapCommandOptions,
): Promise<void> {
  const { output, force } = options;
  // Told before anything is read or looked up.
  if (output !== undefined && file !== '-' && resolve(file) === resolve(output)) {
    throw new MappingFileError(output, 'the terms are in this file. Give another --output.');
  }
  await refuseExisting(output, force);
  const name = file === '-' ? 'standard input' : file;
  const terms = readTerms(name, await readInput(file), { ...options, hasHeader: options.header });
  const { version } = JSON.parse(await readFile(join(installFolder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const set = await withLinking(installFolder, options, async (session): Promise<TermMappingSet> => {
    const progress = createProgressLine();
    const mappings = await mapTerms(terms, session.linker, {
      ...session,
      onProgress: (done, total) => {
        progress.update(`${formatCount(done)} of ${formatCount(total, 'term')}`);
      },
    }).finally(progress.end);
    return describeSet(mappings, session, { file, version, licence: options.licence });
  });
  const text = formatSssom(set);
  if (output !== undefined) {
    // Somebody may have written it meanwhile.
    await refuseExisting(output, force);
    await writeFileWhole(output, Buffer.from(text)).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MappingFileError(output, `it cannot be written (${reason}).`, { cause });
    });
  }
  report(set, text, options);
}

function describeSet(
  mappings: readonly TermMapping[],
  { stores, linkOptions }: Session,
  {
    file,
    version,
    licence,
  }: { readonly file: string; readonly version: string; readonly licence?: string | undefined },
): TermMappingSet {
  const vocabularies = stores.map(({ manifest }) => manifest);
  const searched = vocabularies.map((each) => [each.id, each.version].join(' ').trim()).join(', ');
  return {
    id: `urn:uuid:${randomUUID()}`,
    license: licence ?? unspecifiedLicence,
    ...(file !== '-' && { title: `Terms of ${basename(file)}` }),
    comment: `Vocabularies searched: ${searched}. Nothing below a confidence of ${linkOptions.minScore} is proposed.`,
    date: new Date().toISOString().slice(0, 10),
    toolVersion: version,
    vocabularies,
    mappings,
  };
}

function report({ mappings }: TermMappingSet, text: string, { output, json }: MapCommandOptions): void {
  const mapped = mappings.filter(({ candidate }) => candidate !== undefined).length;
  if (json) {
    printJson({
      ...(output !== undefined && { output }),
      terms: mappings.length,
      mapped,
      mappings: mappings.map(({ term, candidate }) => ({
        term: term.text,
        ...(term.identifier !== undefined && { identifier: term.identifier }),
        ...(candidate && { candidate }),
      })),
    });
    return;
  }
  if (output === undefined) {
    process.stdout.write(text);
  }
  const summary = `${formatCount(mappings.length, 'term')}, ${formatCount(mapped)} of them mapped\n`;
  (output === undefined ? process.stderr : process.stdout).write(`${output ?? 'termlens'}: ${summary}`);
}

async function readInput(file: string): Promise<Uint8Array> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TermTableError(
      file,
      `it cannot be read (${reason}). Give a list or table, or - for standard input.`,
      { cause },
    );
  }
}

async function refuseExisting(output: string | undefined, force: boolean): Promise<void> {
  if (output === undefined || force) {
    return;
  }
  const there = await stat(output).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (there) {
    throw new MappingFileError(
      output,
      'it is there already. Give --force to overwrite it, or another --output.',
    );
  }
}

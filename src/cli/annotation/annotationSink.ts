import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AnnotatedDocument } from '../../core/annotation/annotatedDocument.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import {
  type AnnotationFormat,
  AnnotationFormatError,
} from '../../core/annotation/formats/annotationFormat.ts';
import { createOutput } from '../../core/annotation/formats/documentOutput.ts';
import type { LossList } from '../../core/annotation/formats/losses.ts';
import { writeFileWhole } from '../../core/writeFileWhole.ts';
import { type AnnotationJournal, checksum, type JournalEntry, openJournal } from './annotationJournal.ts';

/** Where the annotated documents of one run go, and what an interrupted run left there. */
export interface AnnotationSink {
  /** Whether an earlier run wrote the document, so that nothing is to be done. */
  isDone(name: string, key: string): Promise<boolean>;
  /** What an earlier run found in it. */
  found(name: string, key: string): readonly NewAnnotation[] | undefined;
  /** @throws {AnnotationFormatError} when something is there that no run wrote, or it cannot be written. */
  write(
    name: string,
    key: string,
    document: AnnotatedDocument,
    found: readonly NewAnnotation[],
  ): Promise<void>;
  /** Puts what is written at the end in its place. */
  finish(): Promise<void>;
  /** Leaves nothing half written; after `finish` nothing happens. */
  discard(): Promise<void>;
}

export interface SinkOptions {
  readonly output: string;
  readonly format: AnnotationFormat;
  readonly losses: LossList;
  /** Overwrite what no run wrote, or what was changed since. */
  readonly force: boolean;
}

/** A folder for a format with files for each document, else one file. */
export async function createSink(options: SinkOptions): Promise<AnnotationSink> {
  return options.format.layout === 'document' ? createFolderSink(options) : createFileSink(options);
}

/** Files lie as the notes do, in folders of the same names; what is done says `.termlens-annotate.jsonl`. */
async function createFolderSink({ output, format, losses, force }: SinkOptions): Promise<AnnotationSink> {
  const journal = await openJournalOf(output, join(output, '.termlens-annotate.jsonl'));
  const writer = format.createWriter(losses);
  return {
    async isDone(name, key) {
      const entry = journal.find(name);
      if (entry?.key !== key) {
        return false;
      }
      const texts = await Promise.all(
        Object.keys(entry.files ?? {}).map((file) => readIfThere(join(output, file))),
      );
      return texts.every((text) => text !== undefined);
    },
    found: () => undefined,
    async write(name, key, document) {
      const files = writer.write(document).map(({ ending, text }) => ({ file: `${name}${ending}`, text }));
      const written = journal.find(name)?.files ?? {};
      for (const { file, text } of files) {
        const path = join(output, file);
        const there = await readIfThere(path);
        if (!force && there !== undefined && there !== text && written[file] !== checksum(there)) {
          const why = file in written ? 'it was changed since it was written' : 'it is there already';
          throw new AnnotationFormatError(path, `${why}. Give --force to overwrite it, or another --output.`);
        }
      }
      for (const { file, text } of files) {
        await explain(join(output, file), async (path) => {
          await mkdir(dirname(path), { recursive: true });
          await writeFileWhole(path, Buffer.from(text));
        });
      }
      const checksums = Object.fromEntries(files.map(({ file, text }) => [file, checksum(text)]));
      await explain(journal.path, () => journal.add({ document: name, key, files: checksums }));
    },
    finish: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

/** What was found is kept in `.NAME.annotate.jsonl` until the file is whole. */
async function createFileSink({ output, format, losses, force }: SinkOptions): Promise<AnnotationSink> {
  const file = await createOutput(output, format, { force });
  const journal = await openJournalOf(output, join(dirname(output), `.${basename(output)}.annotate.jsonl`));
  const writer = format.createWriter(losses);
  return {
    isDone: () => Promise.resolve(false),
    found(name, key) {
      const entry = journal.find(name);
      return entry?.key === key ? readFound(entry) : undefined;
    },
    async write(name, key, document, found) {
      if (journal.find(name)?.key !== key) {
        const annotations = found.map(({ type, ranges, concepts, attributes = [] }) => ({
          type,
          ranges: [...ranges],
          concepts: [...concepts],
          attributes: [...attributes],
        }));
        await explain(journal.path, () => journal.add({ document: name, key, annotations }));
      }
      await file.write(name, writer.write(document));
    },
    async finish() {
      await file.finish(writer.end());
      await rm(journal.path, { force: true });
    },
    discard: file.discard,
  };
}

function readFound({ annotations = [] }: JournalEntry): readonly NewAnnotation[] {
  return annotations.map(({ attributes, ...annotation }) => ({
    ...annotation,
    attributes: attributes.map(({ name, value }) => ({ name, ...(value !== undefined && { value }) })),
  }));
}

async function openJournalOf(output: string, path: string): Promise<AnnotationJournal> {
  return explain(output, () => openJournal(path));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw unwritable(path, error);
  }
}

async function explain<T>(path: string, step: (path: string) => Promise<T>): Promise<T> {
  try {
    return await step(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, cause: unknown): AnnotationFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AnnotationFormatError(path, `it cannot be written (${reason}).`, { cause });
}

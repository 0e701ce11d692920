import { type SampledFile, VocabularyFileError } from '../../vocabulary/importers/importer.ts';
import { plainDocument } from '../annotatedDocument.ts';
import {
  type AnnotationFormat,
  AnnotationFormatError,
  type DocumentReader,
  type DocumentRecord,
  problemAt,
  type ReadOptions,
} from './annotationFormat.ts';
import { annotationFormats } from './formats.ts';
import { readWholeText } from './readTextLines.ts';

interface RecognizedFiles {
  readonly format: AnnotationFormat;
  readonly reader: DocumentReader;
  readonly files: readonly SampledFile[];
}

export interface RecognizedSource {
  /** Of each format that there are files of. */
  readonly formats: readonly RecognizedFiles[];
  /** Notes without annotations. */
  readonly notes: readonly SampledFile[];
  readonly unknown: readonly SampledFile[];
}

/**
 * What the files are, told by their content.
 * @param wanted only this format, whatever the content says of others.
 * @throws {AnnotationFormatError} when nothing can be read.
 */
export function recognizeDocuments(
  files: readonly SampledFile[],
  path: string,
  wanted?: AnnotationFormat,
): RecognizedSource {
  const formats: RecognizedFiles[] = [];
  let left = files;
  for (const format of wanted === undefined ? annotationFormats : [wanted]) {
    const { reader } = format;
    const recognized = reader?.recognize(left) ?? [];
    if (reader !== undefined && recognized.length > 0) {
      formats.push({ format, reader, files: recognized });
      left = left.filter((file) => !recognized.includes(file));
    }
  }
  if (formats.length === 0) {
    throw new AnnotationFormatError(path, unknownReason(files, wanted));
  }
  const isNote = ({ path: file, head }: SampledFile): boolean =>
    file.endsWith('.txt') &&
    !head.includes('\0') &&
    formats.some(({ format }) => format.layout === 'document');
  return {
    formats,
    notes: left.filter(isNote),
    unknown: left.filter((file) => !isNote(file)),
  };
}

/** The documents of all files, one after the other. @throws {AnnotationFormatError} where a single file is damaged. */
export async function* readDocuments(
  { formats, notes, unknown }: RecognizedSource,
  options: ReadOptions,
): AsyncGenerator<DocumentRecord> {
  for (const { path } of unknown) {
    yield problemAt(path, 1, 'Its format is not known; it is passed over.');
  }
  for (const { reader, files } of formats) {
    try {
      yield* reader.read(files, options);
    } catch (error) {
      if (!(error instanceof VocabularyFileError || error instanceof AnnotationFormatError)) {
        throw error;
      }
      // What stands before the damage was read.
      const [, file = '', message = error.message] = /^(.*?): (.*)$/su.exec(error.message) ?? [];
      const line = Number(/line (\d+)/iu.exec(message)?.[1] ?? 1);
      yield problemAt(file, line, message);
    }
  }
  for (const note of notes) {
    const id = note.path.replace(/^.*\//u, '').replace(/\.txt$/u, '');
    const text = (await readWholeText(note, options.signal)).replace(/^\uFEFF/u, '');
    yield { kind: 'document', document: plainDocument(id, text) };
  }
}

function unknownReason(files: readonly SampledFile[], wanted: AnnotationFormat | undefined): string {
  if (wanted !== undefined) {
    return wanted.reader === undefined
      ? `${wanted.title} can be written, not read.`
      : `it does not look like ${wanted.title}. Leave out --from, so that the format is recognized.`;
  }
  if (files.some(({ head }) => /^\uFEFF?\s*<(?:!doctype\s+html|html)\b/iu.test(head))) {
    return 'it is a web page. A login page may have been saved in place of the file: download it again.';
  }
  const known = annotationFormats.flatMap(({ title, reader }) => (reader === undefined ? [] : [title]));
  return `its format is not known. What can be read: ${known.join(', ')}.`;
}

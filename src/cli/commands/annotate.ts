import { readFile } from 'node:fs/promises';
import { readAnnotationFile, writeAnnotationFile } from '../../core/annotation/annotationFile.ts';
import { createAnnotationSet, type NewAnnotation } from '../../core/annotation/annotationSet.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import { readDocumentContext } from '../../core/linking/documentContext.ts';
import type { NoteMention } from '../../core/linking/findInText.ts';
import { createNoteSearch } from '../../core/linking/noteSearch.ts';
import { printJson, printTable } from '../printTable.ts';
import { withLinking, type Session, type SessionOptions } from '../session.ts';

/** A note could not be read as text. */
export class NoteFileError extends Error {
  override readonly name = 'NoteFileError';
}

/** `termlens annotate`: the mentions of notes; offsets are UTF-16 code units of each file's text. */
export async function annotateFiles(
  installFolder: string,
  files: readonly string[],
  options: SessionOptions & { readonly write: boolean },
): Promise<void> {
  const notes = await withLinking(installFolder, options, async (session) => {
    const annotated: { file: string; mentions: readonly NoteMention[] }[] = [];
    for (const file of files) {
      const text = await readNote(file);
      const mentions = await findAllMentions(session, text);
      if (options.write) {
        await storeMentions(session, file, text, mentions);
      }
      annotated.push({ file, mentions });
    }
    return annotated;
  });
  if (options.json) {
    printJson(notes);
  } else {
    notes.forEach(({ file, mentions }) => {
      printNote(file, mentions);
    });
  }
}

async function readNote(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoteFileError(`${file}: the note cannot be read (${reason}).`, { cause });
  });
  if (bytes.includes(0)) {
    throw new NoteFileError(`${file}: this is a binary file, not a note. Give a plain text file.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new NoteFileError(`${file}: the file is no UTF-8 text. Save it as UTF-8 first.`, { cause });
  }
}

function findAllMentions(
  { linker, linkOptions: options, signal }: Session,
  text: string,
): Promise<readonly NoteMention[]> {
  return createNoteSearch().find(text, { linker, options, signal, document: readDocumentContext(text) });
}

async function storeMentions(
  { stores }: Session,
  file: string,
  text: string,
  mentions: readonly NoteMention[],
): Promise<void> {
  const annotationFile = await readAnnotationFile(file);
  const before = createAnnotationSet(annotationFile.text ?? '', text, annotationFile.path);
  const firsts = mentions.map(({ candidates: [first] }) => first?.curie ?? '');
  const found = await findConcepts(stores, firsts);
  const wanted = mentions.flatMap(({ ranges, attributes }, i): NewAnnotation[] => {
    const concept = found[i];
    return concept
      ? [
          {
            type: concept.semanticTypes[0] ?? 'Concept',
            ranges,
            concepts: [concept],
            attributes,
          },
        ]
      : [];
  });
  const { set } = before.addAll(wanted);
  const written = await writeAnnotationFile(annotationFile, set.serialize());
  process.stderr.write(`termlens: ${set.annotations.length} annotations in ${written.path}\n`);
}

function printNote(file: string, mentions: readonly NoteMention[]): void {
  process.stdout.write(`${file}: ${mentions.length} mentions\n`);
  printTable(
    ['Text', 'Concept', 'Identifier', 'Match', 'Score', 'Context'],
    mentions.map(({ text, attributes, candidates: [first] }) => [
      text,
      first?.preferredName ?? '',
      first?.curie ?? '',
      first?.matchType ?? '',
      first?.score.toFixed(2) ?? '',
      attributes.map(({ name, value }) => (value === undefined ? name : `${name}: ${value}`)).join(', '),
    ]),
  );
}

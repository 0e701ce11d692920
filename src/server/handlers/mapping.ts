import { randomUUID } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import type { Candidate, LinkOptions } from '../../core/linking/candidate.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import type { Linker } from '../../core/linking/linker.ts';
import { formatSssom } from '../../core/mapping/formatSssom.ts';
import { findColumnCells, findLines, type TermCell } from '../../core/mapping/termCells.ts';
import type { TermMapping } from '../../core/mapping/termMapping.ts';
import { readTermRows, tidyTerm } from '../../core/mapping/termTable.ts';
import { writeFileWhole } from '../../core/writeFileWhole.ts';
import {
  exportMappingsRequest,
  mapTermsRequest,
  termColumnsRequest,
  type ExportMappingsOutcome,
  type ExportMappingsParams,
  type MapTermsOutcome,
  type MapTermsParams,
  type TermColumn,
  type TermPlace,
} from '../../protocol/mappingMessages.ts';
import type { Engine } from '../engine.ts';
import type { LiveAnnotation } from '../liveAnnotation.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { NoteUnavailableError } from '../notes/noteUnavailable.ts';
import type { ReviewedNote } from '../notes/reviewedNote.ts';
import { answer, type LogBug } from './answer.ts';

interface MappingContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
  readonly liveAnnotation: LiveAnnotation;
  readonly installFolder: string;
}

/** More than anyone reviews before a pause, and few enough for an editor to mark. */
const mostSuggestions = 2_000;
const termsAtOnce = 256;
const exampleCount = 3;
const unspecifiedLicence = 'https://w3id.org/sssom/license/unspecified';

/** Answers the requests of `protocol/mappingMessages.ts`. */
export function registerMappingRequests(
  connection: Connection,
  context: MappingContext,
  logBug: LogBug,
): void {
  const { notes } = context;
  connection.onRequest(
    termColumnsRequest,
    answer(
      ({ uri, fileName }) => listColumns(fileName, notes.require(uri).noteDocument.document.getText()),
      logBug,
    ),
  );
  connection.onRequest(
    mapTermsRequest,
    answer(async (params, signal) => {
      const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
      progress.begin('Mapping terms', 0, '', true);
      try {
        return await suggestMappings(context, params, signal, (done, total) => {
          progress.report(Math.round((100 * done) / total), `${done} of ${total} terms`);
        });
      } finally {
        progress.done();
      }
    }, logBug),
  );
  connection.onRequest(
    exportMappingsRequest,
    answer((params, signal) => exportMappings(context, params, signal), logBug),
  );
}

function listColumns(fileName: string, text: string): TermColumn[] {
  const [header = [], ...rows] = readTermRows(fileName, text);
  return header.map((name, index) => ({
    index,
    name: tidyTerm(name),
    examples: rows.flatMap((row) => tidyTerm(row[index] ?? '') || []).slice(0, exampleCount),
  }));
}

async function suggestMappings(
  { engine, notes, liveAnnotation }: MappingContext,
  { uri, fileName, place }: MapTermsParams,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<MapTermsOutcome> {
  const note = notes.require(uri);
  await note.settled();
  const { document } = note.noteDocument;
  const text = document.getText();
  const decided = new Set([...note.annotations, ...note.rejections].map((span) => toTerm(span.text)));
  const cells = firstOfEach(findCells(fileName, document, place)).filter(
    (cell) => !decided.has(toTerm(cell.text)),
  );
  using opened = await engine.lease();
  const mentions: NoteMention[] = [];
  let done = 0;
  // Terms that have no suggestion do not count: they would keep those behind them out each time.
  while (done < cells.length && mentions.length < mostSuggestions) {
    const some = cells.slice(done, done + termsAtOnce);
    mentions.push(...(await findMentions(some, opened.linker, engine.linkOptions, signal)));
    done += some.length;
    onProgress(done, cells.length);
  }
  // What was found in the document as in a note would take the place of the terms with the next edit.
  liveAnnotation.leave(uri);
  note.setFound(mentions, text);
  return { terms: done, suggested: mentions.length, left: cells.length - done };
}

async function findMentions(
  cells: readonly TermCell[],
  linker: Linker,
  options: LinkOptions,
  signal: AbortSignal,
): Promise<NoteMention[]> {
  signal.throwIfAborted();
  const results = await linker.link(
    cells.map((cell) => toTerm(cell.text)),
    options,
    { signal },
  );
  return cells.flatMap(({ start, end, text }, i) => {
    const candidates = results[i]?.candidates ?? [];
    return candidates.length > 0
      ? [{ start, end, ranges: [{ start, end }], text, candidates, attributes: [] }]
      : [];
  });
}

function findCells(fileName: string, document: TextDocument, place: TermPlace): TermCell[] {
  const text = document.getText();
  const { range } = place;
  const [from, to] = range
    ? [document.offsetAt(range.start), document.offsetAt(range.end)]
    : [0, text.length];
  return place.kind === 'column'
    ? findColumnCells(fileName, text, place).filter(({ start, end }) => start < to && from < end)
    : findLines(text, from, to);
}

function firstOfEach(cells: readonly TermCell[]): TermCell[] {
  return [...new Map(cells.toReversed().map((cell) => [toTerm(cell.text), cell])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

/** As `readTerms` has it: a quoted cell doubles its quotation marks. */
function toTerm(text: string): string {
  return tidyTerm(text).replaceAll('""', '"');
}

async function exportMappings(
  { engine, notes, installFolder }: MappingContext,
  { uri, output, overwrite }: ExportMappingsParams,
  signal: AbortSignal,
): Promise<ExportMappingsOutcome> {
  if (!overwrite && (await isThere(output))) {
    return { kind: 'exists' };
  }
  const note = notes.require(uri);
  if (!uri.startsWith('file:')) {
    throw new NoteUnavailableError('Save the terms first: what is decided is kept in files beside them.');
  }
  await note.settled();
  using opened = await engine.lease();
  const mappings = await readDecisions(note, opened.linker, engine.linkOptions, signal);
  if (mappings.length === 0) {
    return { kind: 'nothing' };
  }
  const { version } = JSON.parse(await readFile(join(installFolder, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const set = formatSssom({
    id: `urn:uuid:${randomUUID()}`,
    license: unspecifiedLicence,
    title: `Terms of ${basename(output).replace(/\.sssom\.tsv$/u, '')}`,
    date: new Date().toISOString().slice(0, 10),
    toolVersion: version,
    vocabularies: opened.stores.map(({ manifest }) => manifest),
    mappings,
  });
  // Somebody may have written it meanwhile.
  if (!overwrite && (await isThere(output))) {
    return { kind: 'exists' };
  }
  await write(output, set);
  const without = mappings.filter(({ candidate }) => candidate === undefined).length;
  return { kind: 'written', mapped: mappings.length - without, without };
}

/** Each different term with each concept it was linked to, or with none where it was rejected; by text. */
async function readDecisions(
  { annotations, rejections }: ReviewedNote,
  linker: Linker,
  options: LinkOptions,
  signal: AbortSignal,
): Promise<TermMapping[]> {
  const linked = new Map(
    annotations.flatMap(({ text, concepts }) =>
      concepts.map((concept) => [`${toTerm(text)}\t${concept.curie}`, { term: toTerm(text), concept }]),
    ),
  );
  const terms = [...new Set(Array.from(linked.values(), ({ term }) => term))];
  const results = await linker.link(terms, options, { signal });
  const proposed = new Map(results.map(({ candidates }, i) => [terms[i], candidates]));
  const mapped = Array.from(linked.values(), ({ term, concept }): TermMapping => {
    const candidates = proposed.get(term) ?? [];
    const found = candidates.find(({ curie }) => curie === concept.curie);
    return {
      term: { text: term, identifier: undefined },
      candidate: found ?? toCandidate(concept),
      // A score would say how unlikely it is, and somebody chose it all the same.
      ...((found === undefined || found !== candidates[0]) && { isCurated: true }),
    };
  });
  const rejected = [...new Set(rejections.map(({ text }) => toTerm(text)))]
    .filter((term) => !terms.includes(term))
    .map((text): TermMapping => ({
      term: { text, identifier: undefined },
      candidate: undefined,
      isCurated: true,
    }));
  return [...mapped, ...rejected].sort((a, b) => (a.term.text < b.term.text ? -1 : 1));
}

function toCandidate({ curie, preferredName }: { curie: string; preferredName: string }): Candidate {
  return {
    ...{ curie, preferredName, matchedName: preferredName, matchType: 'exact', score: 1 },
    ...{ vocabulary: '', semanticTypes: [], evidence: {} },
  };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFileWhole(path, Buffer.from(text));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new AnnotationFileError(path, `the mappings cannot be written (${reason}). Choose another place.`, {
      cause: error,
    });
  }
}

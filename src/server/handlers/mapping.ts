import { randomUUID } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import type { Candidate, LinkOptions } from '../../core/linking/candidate.ts';
import type { NoteMention } from '../../core/linking/findInText.ts';
import type { Linker } from '../../core/linking/linker.ts';
import { formatSssom } from '../../core/mapping/formatSssom.ts';
import { findColumnCells, findLines, type TermCell } from '../../core/mapping/termCells.ts';
import type { TermMapping } from '../../core/mapping/termMapping.ts';
import { readTermRows } from '../../core/mapping/termTable.ts';
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
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import type { ReviewedNote } from '../notes/reviewedNote.ts';
import { answer, type LogBug } from './answer.ts';

interface MappingContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
  readonly installFolder: string;
}

/** More than anyone reviews before a pause, and few enough for an editor to mark. */
const mostTerms = 2_000;
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
    name,
    examples: rows.flatMap((row) => row[index]?.trim() || []).slice(0, exampleCount),
  }));
}

async function suggestMappings(
  { engine, notes }: MappingContext,
  { uri, fileName, place }: MapTermsParams,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<MapTermsOutcome> {
  const note = notes.require(uri);
  await note.settled();
  const { document } = note.noteDocument;
  const text = document.getText();
  const decided = new Set([...note.annotations, ...note.rejections].map((span) => toTerm(span.text)));
  const undecided = firstOfEach(findCells(fileName, document, place)).filter(
    (cell) => !decided.has(toTerm(cell.text)),
  );
  const cells = undecided.slice(0, mostTerms);
  using opened = await engine.lease();
  const mentions: NoteMention[] = [];
  for (let from = 0; from < cells.length; from += termsAtOnce) {
    signal.throwIfAborted();
    const some = cells.slice(from, from + termsAtOnce);
    const results = await opened.linker.link(
      some.map((cell) => toTerm(cell.text)),
      engine.linkOptions,
      { signal },
    );
    some.forEach(({ start, end, text: term }, i) => {
      const candidates = results[i]?.candidates ?? [];
      if (candidates.length > 0) {
        mentions.push({ start, end, ranges: [{ start, end }], text: term, candidates, attributes: [] });
      }
    });
    onProgress(from + some.length, cells.length);
  }
  note.setFound(mentions, text);
  return { terms: cells.length, suggested: mentions.length, left: undecided.length - cells.length };
}

function findCells(fileName: string, document: TextDocument, place: TermPlace): TermCell[] {
  const text = document.getText();
  if (place.kind === 'column') {
    return findColumnCells(fileName, text, place);
  }
  const { range } = place;
  return range
    ? findLines(text, document.offsetAt(range.start), document.offsetAt(range.end))
    : findLines(text);
}

function firstOfEach(cells: readonly TermCell[]): TermCell[] {
  return [...new Map(cells.toReversed().map((cell) => [toTerm(cell.text), cell])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

/** A quoted cell may hold line breaks, which a name does not, and doubles its quotation marks. */
function toTerm(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll('""', '"');
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
    const found = proposed.get(term)?.find(({ curie }) => curie === concept.curie);
    const text = { text: term, identifier: undefined };
    return found
      ? { term: text, candidate: found }
      : { term: text, candidate: toCandidate(concept), isCurated: true };
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

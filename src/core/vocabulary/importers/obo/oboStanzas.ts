import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';

/** A line `tag: value`. */
export interface OboClause {
  readonly tag: string;
  /** As written, with escapes, qualifiers and comment. */
  readonly value: string;
  readonly line: number;
}

/** `[Term]` and the clauses below it; those before the first such line are the header. */
export interface OboStanza {
  /** `Term`, `Typedef`, `Instance`; empty for the header. */
  readonly type: string;
  readonly line: number;
  readonly clauses: readonly OboClause[];
  readonly problems: readonly ImportProblem[];
}

/** So many lines belong to no stanza. */
const longestStanza = 100_000;

/** The stanzas of an OBO file one after the other, the header first. */
export async function* readStanzas(file: SourceFile, signal?: AbortSignal): AsyncGenerator<OboStanza> {
  let stanza = emptyStanza('', 1);
  /** A line that ends with a backslash goes on in the next one. */
  let begun: { text: string; line: number } | undefined;
  for await (const batch of readLines(file, signal)) {
    stanza.problems.push(...batch.problems);
    for (const [i, part] of batch.lines.entries()) {
      const line = begun?.line ?? batch.firstLine + i;
      const text = begun === undefined ? part : begun.text + part;
      if (/(?<!\\)(?:\\\\)*\\$/u.test(part) && text.length < longestStanza) {
        begun = { text: text.slice(0, -1), line };
        continue;
      }
      begun = undefined;
      const head = readStanzaHead(text);
      if (head !== undefined) {
        yield stanza;
        stanza = emptyStanza(head, line);
      } else {
        addClause(stanza, text, file.path, line);
      }
    }
  }
  if (begun !== undefined) {
    addClause(stanza, begun.text, file.path, begun.line);
  }
  yield stanza;
}

interface GrowingStanza extends OboStanza {
  readonly clauses: OboClause[];
  readonly problems: ImportProblem[];
}

function emptyStanza(type: string, line: number): GrowingStanza {
  return { type, line, clauses: [], problems: [] };
}

function readStanzaHead(text: string): string | undefined {
  return text.startsWith('[') ? /^\[(\w+)\]\s*(?:!.*)?$/u.exec(text)?.[1] : undefined;
}

function addClause(stanza: GrowingStanza, text: string, file: string, line: number): void {
  const colon = text.indexOf(':');
  if (colon > 0 && stanza.clauses.length < longestStanza) {
    stanza.clauses.push({ tag: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), line });
  } else if (text.trim() !== '' && !text.startsWith('!') && stanza.problems.length < longestStanza) {
    stanza.problems.push({
      file,
      line,
      message:
        colon > 0
          ? `The stanza has more than ${longestStanza} lines; the rest of it is left out.`
          : 'The line is no "tag: value" of OBO; it is left out.',
    });
  }
}

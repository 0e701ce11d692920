import type { LineBatch } from '../sourceLines.ts';
import type { AtomReader } from './atom.ts';
import type { ReportProblem } from './cells.ts';
import type { ConceptRows } from './conceptRows.ts';
import { compareCuis } from './cuis.ts';
import type { RrfRelease } from './rrfRelease.ts';

/** Puts together the rows of a concept, which stand together in the files that NLM makes. */
export interface RowGroups {
  /** The concepts that are complete after these rows, and the CUI of the one that may go on. */
  add(batch: LineBatch): { readonly complete: readonly ConceptRows[]; readonly next: string };
  /** The last concept; call it once. */
  end(): readonly ConceptRows[];
}

/** Reports bad rows, and the first concept that is out of order, in which case some may come in pieces. */
export function createRowGroups(
  file: string,
  kind: RrfRelease['kind'],
  reader: AtomReader,
  report: ReportProblem,
): RowGroups {
  let current: ConceptRows | undefined;
  const isMisplaced = kind === 'umls' ? comesTooLate : createRepetitionCheck();
  let isOrdered = true;

  const begin = (cui: string, line: number): ConceptRows => {
    if (isOrdered && isMisplaced(cui, current?.cui ?? '')) {
      isOrdered = false;
      report({
        file,
        line,
        message:
          `${cui} comes after ${current?.cui ?? ''}, so the file is not sorted by its first column: names of a ` +
          'concept that stand apart, and what other tables say about it, may be lost. Sort it (LC_ALL=C sort).',
      });
    }
    return { cui, atoms: [] };
  };

  return {
    add({ firstLine, lines }) {
      const complete: ConceptRows[] = [];
      // No closure for each of millions of rows.
      for (let i = 0; i < lines.length; i += 1) {
        const row = lines[i] ?? '';
        const atom = row === '' ? undefined : reader.readAtom(row);
        if (typeof atom === 'string') {
          report({ file, line: firstLine + i, message: atom });
        } else if (atom !== undefined) {
          if (current?.cui !== atom.cui) {
            const following = begin(atom.cui, firstLine + i);
            if (current) {
              complete.push(current);
            }
            current = following;
          }
          current.atoms.push(atom);
        }
      }
      return { complete, next: current?.cui ?? '' };
    },
    end: () => (current ? [current] : []),
  };
}

/** In a sorted file a concept in pieces is also one that comes after a greater CUI. */
function comesTooLate(cui: string, previous: string): boolean {
  return compareCuis(cui, previous) < 0;
}

/** NLM promises no order of RXCUIs, and some 400,000 of them are quickly remembered. */
function createRepetitionCheck(): (cui: string) => boolean {
  const seen = new Set<string>();
  return (cui) => seen.has(cui) || !seen.add(cui).has(cui);
}

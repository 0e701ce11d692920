import type { ReportProblem } from './cells.ts';
import type { ConceptDetails, ConceptRows } from './conceptRows.ts';
import type { RrfRelease } from './rrfRelease.ts';
import { joinSorted, loadSideTable, noSideTable, type SideTableLayout } from './sideTable.ts';

interface Definition {
  readonly source: string;
  readonly text: string;
}

/** What tables beside the names say about concepts. */
export interface DetailTables {
  /** To be awaited before the details of concepts from `first` to `last` are asked for. */
  prepare(span: { readonly first: string; readonly last: string }): Promise<void>;
  detailsOf(concept: ConceptRows): ConceptDetails;
  close(): Promise<void>;
}

/** Whose definition is taken when a concept has several: short ones in plain words first. */
const definingSources = ['MSH', 'NCI', 'SNOMEDCT_US', 'HPO', 'MONDO', 'CSP', 'GO', 'UWDA', 'FMA'];

export async function openDetails(
  release: RrfRelease,
  sources: readonly string[] | undefined,
  report: ReportProblem,
  signal?: AbortSignal,
): Promise<DetailTables> {
  const { kind, semanticTypes: typeFile, definitions: definitionFile } = release;
  const openTypes = kind === 'umls' ? joinSorted : loadSideTable;
  const types = typeFile ? await openTypes(typeFile, createTypeLayout(), report, signal) : noSideTable;
  const definitions = definitionFile
    ? joinSorted(definitionFile, definitionLayout, report, signal)
    : noSideTable;
  const order = sources ?? definingSources;
  return {
    async prepare({ first, last }) {
      await types.prepare(first, last);
      await definitions.prepare(first, last);
    },
    detailsOf: (concept) => ({
      semanticTypes: types.take(concept.cui),
      definition: chooseDefinition(definitions.take(concept.cui), concept, order),
    }),
    async close() {
      await types.close();
      await definitions.close();
    },
  };
}

/** MRSTY and RXNSTY: CUI, TUI, STN, STY (the name), ATUI, CVF. */
function createTypeLayout(): SideTableLayout<string> {
  /** There are 127 semantic types; one string for each, however many concepts are of it. */
  const names = new Map<string, string>();
  return {
    columnCount: 6,
    readValue([, , , name = '']) {
      const known = names.get(name);
      if (known !== undefined || name === '') {
        return known;
      }
      names.set(name, name);
      return name;
    },
  };
}

/** MRDEF: CUI, AUI, ATUI, SATUI, SAB, DEF, SUPPRESS, CVF. */
const definitionLayout: SideTableLayout<Definition> = {
  columnCount: 8,
  readValue([, , , , source = '', text = '', suppress = '']) {
    return text.trim() === '' || /^[OEY]$/u.test(suppress) ? undefined : { source, text: text.trim() };
  },
};

/**
 * The definition of the first source in order, or else the first there is. MRDEF does not say the language, so
 * those are left out whose source has given the concept no name that is wanted.
 */
function chooseDefinition(
  definitions: readonly Definition[],
  { atoms }: ConceptRows,
  order: readonly string[],
): string | undefined {
  if (definitions.length === 0) {
    return undefined;
  }
  const wanted = definitions.filter(({ source }) => atoms.some((atom) => atom.source === source));
  const place = ({ source }: Definition): number => (order.indexOf(source) + order.length) % order.length;
  return wanted.reduce<Definition | undefined>(
    (best, definition) => (best && place(best) <= place(definition) ? best : definition),
    undefined,
  )?.text;
}

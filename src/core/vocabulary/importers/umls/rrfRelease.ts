import type { SourceFile } from '../importer.ts';

/** Files of a release whose rows are read together. */
export interface RrfRelease {
  readonly kind: 'umls' | 'rxnorm';
  /** Names, one atom a row: MRCONSO or RXNCONSO. */
  readonly names?: SourceFile;
  /** MRSTY or RXNSTY. */
  readonly semanticTypes?: SourceFile;
  /** MRDEF. */
  readonly definitions?: SourceFile;
  /** MRRANK. */
  readonly ranks?: SourceFile;
  /** `release.dat`, which names the version. */
  readonly details?: SourceFile;
  /** All of the files above, in parts where they come so. */
  readonly files: readonly SourceFile[];
}

const tableName =
  /^(?<folder>.*?)(?<name>mrconso|mrsty|mrdef|mrrank|rxnconso|rxnsty)\.rrf(?:\.a[a-z])?(?:\.gz)?$/iu;
const detailsName = /(?:^|\/)release\.dat$/u;

/**
 * The release among the files; of several, the one in the uppermost folder (RxNorm's full release holds the
 * prescribable subset as well, in `prescribe/rrf`), the UMLS before RxNorm. Without names it may still have other
 * tables. Undefined when no file is called as NLM's are.
 */
export function findRrfRelease(files: readonly SourceFile[]): RrfRelease | undefined {
  const folders = new Map<string, Map<string, SourceFile[]>>();
  for (const file of files) {
    const { folder, name } = tableName.exec(file.path)?.groups ?? {};
    if (folder !== undefined && name !== undefined && (folder === '' || folder.endsWith('/'))) {
      const tables = folders.get(folder) ?? new Map<string, SourceFile[]>();
      folders.set(folder, tables);
      tables.set(name.toUpperCase(), [...(tables.get(name.toUpperCase()) ?? []), file]);
    }
  }
  const ordered = [...folders].sort(([a], [b]) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const holding = (table?: string): Map<string, SourceFile[]> | undefined =>
    ordered.find(([, tables]) => table === undefined || tables.has(table))?.[1];
  const tables = holding('MRCONSO') ?? holding('RXNCONSO') ?? holding();
  return tables && describeRelease(tables, files);
}

function describeRelease(
  tables: ReadonlyMap<string, readonly SourceFile[]>,
  files: readonly SourceFile[],
): RrfRelease {
  const isUmls = tables.has('MRCONSO') || ![...tables.keys()].some((name) => name.startsWith('RXN'));
  const used: SourceFile[] = [];
  const take = (key: string, found: readonly SourceFile[]): Partial<RrfRelease> => {
    used.push(...found);
    return found.length === 0 ? {} : { [key]: joinParts(found) };
  };
  const details = isUmls ? files.filter(({ path }) => detailsName.test(path)).slice(0, 1) : [];
  return {
    kind: isUmls ? 'umls' : 'rxnorm',
    ...take('names', tables.get(isUmls ? 'MRCONSO' : 'RXNCONSO') ?? []),
    ...take('semanticTypes', tables.get(isUmls ? 'MRSTY' : 'RXNSTY') ?? []),
    ...take('definitions', (isUmls && tables.get('MRDEF')) || []),
    ...take('ranks', (isUmls && tables.get('MRRANK')) || []),
    ...take('details', details),
    files: used,
  };
}

/**
 * MRCONSO.RRF.aa.gz, MRCONSO.RRF.ab.gz … are cut by size, so a row may begin in one and end in the next: they are
 * one file whose lines are counted through.
 */
function joinParts(parts: readonly SourceFile[]): SourceFile | undefined {
  const [first, ...rest] = [...parts].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (first === undefined || rest.length === 0) {
    return first;
  }
  // MRCONSO.RRF beside its own parts: the name without a part's letters comes first.
  if (/\.rrf(?:\.gz)?$/iu.test(first.path)) {
    return first;
  }
  return {
    path: first.path.replace(/\.a[a-z](?:\.gz)?$/iu, ''),
    async *read() {
      for (const part of [first, ...rest]) {
        yield* part.read();
      }
    },
  };
}

function depth(folder: string): number {
  return folder.split('/').length;
}

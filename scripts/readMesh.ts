import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { normalizeName } from '../src/core/vocabulary/normalizeName.ts';
import { projectFolder } from './projectFolder.ts';

/** The names of a year's MeSH descriptors, as `wordKey` has them. */
export interface MeshNames {
  /** Descriptor UI ("D009203") → keys of its heading, entry terms and permuted terms. */
  readonly namesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Key → UIs of the descriptors that have this name; usually one. */
  readonly descriptorsOf: ReadonlyMap<string, readonly string[]>;
  /** Descriptor UI → its heading as MeSH writes it. */
  readonly headingOf: ReadonlyMap<string, string>;
}

/** Where the repository's neighbour keeps MeSH 2024; not part of the repository (`shared/data/README.md`). */
export const defaultMeshFile = join(projectFolder, '../shared/data/mesh-desc/mesh2024_descriptors.tsv.gz');

const header = ['ui', 'name', 'tree_numbers', 'terms', 'permuted_terms'].join('\t');

/** Equal for names that are the same up to spelling (`normalizeName`) and the order of their words. */
export function wordKey(name: string): string {
  return normalizeName(name).split(' ').sort().join(' ');
}

/**
 * Reads a gzipped table of MeSH descriptors (columns ui, name, tree_numbers, terms, permuted_terms; terms
 * joined by `|`); nothing when there is no such file.
 * @throws {Error} when it has other columns.
 */
export function readMesh(file: string): MeshNames | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  const [first, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  if (first !== header) {
    throw new Error(`${file}: the columns ${header.replaceAll('\t', ', ')} were expected.`);
  }
  const namesOf = new Map<string, Set<string>>();
  const descriptorsOf = new Map<string, string[]>();
  const headingOf = new Map<string, string>();
  for (const line of lines) {
    const [ui = '', heading = '', , terms = '', permuted = ''] = line.split('\t');
    const keys = new Set([heading, ...terms.split('|'), ...permuted.split('|')].map(wordKey));
    keys.delete('');
    namesOf.set(ui, keys);
    headingOf.set(ui, heading);
    for (const key of keys) {
      const descriptors = descriptorsOf.get(key);
      if (descriptors) {
        descriptors.push(ui);
      } else {
        descriptorsOf.set(key, [ui]);
      }
    }
  }
  return { namesOf, descriptorsOf, headingOf };
}

import type { Curie } from '../../concept.ts';
import { createBranches, type Branches } from '../branches.ts';
import { toCurie } from '../curies.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type ReleaseDetails,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readJsonElements } from './jsonElements.ts';
import { edgeSchema, graphMetaSchema, isClass, nodeSchema, propertyValues, readNode } from './readNode.ts';

/** OBO Graphs in JSON: https://github.com/geneontology/obographs */
export const oboGraphsImporter: VocabularyImporter = {
  format: 'obo-graphs',
  title: 'OBO Graphs JSON',
  recognize: (files) =>
    files.filter(({ head }) => /^\uFEFF?\s*\{/u.test(head) && /"graphs"\s*:\s*\[/u.test(head)),
  read: readGraphs,
};

async function* readGraphs(
  files: readonly SourceFile[],
  options: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const { parents, branches, release } = await readHierarchy(files, options);
  yield { kind: 'release', release };
  for (const file of files) {
    for await (const { value, line } of readJsonElements(file, ['$.graphs.*.nodes.*'], options.signal)) {
      const record = readNodeRecord(value, file.path, line, parents, options);
      if (record?.kind === 'concept') {
        const { concept } = record;
        const semanticTypes = branches.typesOf(concept.curie);
        yield conceptAt({ ...concept, semanticTypes }, file.path, line);
      } else if (record !== undefined) {
        yield record;
      }
    }
  }
}

/** Nothing for nodes that are no concepts: relations, and classes of other ontologies that are named by their IRI. */
function readNodeRecord(
  value: unknown,
  file: string,
  line: number,
  parents: ReadonlyMap<Curie, readonly Curie[]>,
  { prefix }: ImportOptions,
): ImportedRecord | undefined {
  const { data: node, error } = nodeSchema.safeParse(value);
  if (node === undefined) {
    const where = error.issues[0]?.path.join('.') ?? '';
    return problemAt(file, line, `The node is not as OBO Graphs has it (${where}); it is left out.`);
  }
  // What was merged into another class stays as a node without a label.
  if (
    !isClass(node) ||
    (node.lbl === undefined && (node.meta === undefined || node.meta.deprecated === true))
  ) {
    return undefined;
  }
  const curie = toCurie(node.id, prefix);
  return curie === undefined
    ? problemAt(
        file,
        line,
        `"${node.id.slice(0, 100)}" is no identifier that is known; the node is left out.`,
      )
    : conceptAt(readNode(node, curie, parents.get(curie) ?? []), file, line);
}

interface Hierarchy {
  readonly parents: ReadonlyMap<Curie, readonly Curie[]>;
  readonly branches: Branches;
  readonly release: ReleaseDetails;
}

const hierarchyPaths = ['$.graphs.*.nodes.*', '$.graphs.*.edges.*', '$.graphs.*.id', '$.graphs.*.meta'];

/** Edges come after the nodes that they join, so a file is read twice. */
async function readHierarchy(
  files: readonly SourceFile[],
  { signal, prefix }: ImportOptions,
): Promise<Hierarchy> {
  const parents = new Map<Curie, Curie[]>();
  const names = new Map<Curie, string>();
  let release: ReleaseDetails = {};
  try {
    for (const file of files) {
      for await (const { keys, value } of readJsonElements(file, hierarchyPaths, signal)) {
        const [, , part] = keys;
        if (part === 'edges') {
          addEdge(parents, value, prefix);
        } else if (part === 'nodes') {
          addName(names, value, prefix);
        } else {
          // The first graph is the ontology itself; what its metadata say counts more than its IRI.
          const read = readRelease(part, value);
          release = part === 'id' ? { ...read, ...release } : { ...release, ...read };
        }
      }
    }
  } catch (error) {
    // A damaged file; it is told of when what stands before the damage has been read.
    if (!(error instanceof VocabularyFileError)) {
      throw error;
    }
  }
  const branches = createBranches();
  names.forEach((name, curie) => branches.add({ curie, name, parents: parents.get(curie) ?? [] }));
  return { parents, branches, release };
}

function addEdge(parents: Map<Curie, Curie[]>, value: unknown, prefix: string | undefined): void {
  const edge = edgeSchema.safeParse(value).data;
  if (edge === undefined || !/(?:^|#)(?:is_a|subClassOf)$/u.test(edge.pred)) {
    return;
  }
  const child = toCurie(edge.sub, prefix);
  const parent = toCurie(edge.obj, prefix);
  if (child !== undefined && parent !== undefined) {
    const known = parents.get(child) ?? [];
    known.push(parent);
    parents.set(child, known);
  }
}

function addName(names: Map<Curie, string>, value: unknown, prefix: string | undefined): void {
  const node = nodeSchema.safeParse(value).data;
  const curie = node === undefined ? undefined : toCurie(node.id, prefix);
  if (node?.lbl !== undefined && curie !== undefined && isClass(node) && node.meta?.deprecated !== true) {
    names.set(curie, node.lbl);
  }
}

function readRelease(part: string | number | undefined, value: unknown): ReleaseDetails {
  if (part === 'id' && typeof value === 'string') {
    return { source: value, title: /([^/]+?)(?:\.\w+)?$/u.exec(value)?.[1] ?? value };
  }
  const meta = graphMetaSchema.safeParse(value).data;
  if (part !== 'meta' || meta === undefined) {
    return {};
  }
  const [title] = propertyValues(meta, /\/title$/u);
  const [licence] = propertyValues(meta, /\/(?:license|rights)$/u);
  const [stated] = propertyValues(meta, /versionInfo$/u);
  const version = stated ?? /\d{4}-\d\d-\d\d/u.exec(meta.version ?? '')?.[0] ?? meta.version;
  return {
    ...(title !== undefined && { title }),
    ...(licence !== undefined && { licence }),
    ...(version !== undefined && { version }),
  };
}

import * as z from 'zod';
import type { Concept, Curie, Synonym, SynonymScope } from '../../concept.ts';
import { toCurie } from '../curies.ts';

const textSchema = z.object({ val: z.string() });
const metaSchema = z.object({
  definition: textSchema.optional(),
  synonyms: z
    .array(z.object({ pred: z.string(), val: z.string(), synonymType: z.string().optional() }))
    .optional(),
  xrefs: z.array(textSchema).optional(),
  basicPropertyValues: z.array(z.object({ pred: z.string(), val: z.string() })).optional(),
  deprecated: z.boolean().optional(),
  version: z.string().optional(),
});

/** A node as the OBO Graphs schema has it: https://geneontology.github.io/obographs/ */
export const nodeSchema = z.object({
  id: z.string(),
  lbl: z.string().optional(),
  type: z.string().optional(),
  meta: metaSchema.optional(),
});
export type GraphNode = z.infer<typeof nodeSchema>;
export type GraphMeta = z.infer<typeof metaSchema>;

export const edgeSchema = z.object({ sub: z.string(), pred: z.string(), obj: z.string() });
export const graphMetaSchema = metaSchema;

/** Relations and single things are nodes as well. */
export function isClass({ type, lbl }: GraphNode): boolean {
  return type === 'CLASS' || (type === undefined && lbl !== undefined);
}

export function readNode(node: GraphNode, curie: Curie, parents: readonly Curie[]): Concept {
  const { meta = {} } = node;
  const valuesOf = (pattern: RegExp): string[] => propertyValues(meta, pattern);
  const definition = meta.definition?.val.trim() ?? '';
  const crossReferences = curies([
    ...(meta.xrefs ?? []).map(({ val }) => val),
    ...valuesOf(/skos\/core#(?:exact|close)Match$/u),
  ]);
  const alternativeIds = curies(valuesOf(/hasAlternativeId$/u));
  const replacedBy = curies(valuesOf(/IAO_0100001$/u));
  const instead = replacedBy.length > 0 ? replacedBy : curies(valuesOf(/oboInOwl#consider$/u));
  return {
    curie,
    preferredName: node.lbl?.trim() ?? '',
    synonyms: (meta.synonyms ?? []).flatMap(readSynonym),
    semanticTypes: [],
    ...(definition !== '' && { definition }),
    ...(parents.length > 0 && { parents }),
    ...(crossReferences.length > 0 && { crossReferences }),
    ...(alternativeIds.length > 0 && { alternativeIds }),
    ...(meta.deprecated === true && { obsolete: true, ...(instead.length > 0 && { replacedBy: instead }) }),
  };
}

export function propertyValues(meta: GraphMeta, pattern: RegExp): string[] {
  return (meta.basicPropertyValues ?? []).filter(({ pred }) => pattern.test(pred)).map(({ val }) => val);
}

const scopes: Readonly<Record<string, SynonymScope>> = {
  hasExactSynonym: 'exact',
  hasNarrowSynonym: 'narrow',
  hasBroadSynonym: 'broad',
  hasRelatedSynonym: 'related',
};

/** OBO Metadata Ontology: OMO_0003000 is "abbreviation", OMO_0003012 "acronym". */
const abbreviationType = /abbreviat|acronym|OMO[_:]00030(?:00|12)$/iu;

function readSynonym({
  pred,
  val,
  synonymType = '',
}: {
  pred: string;
  val: string;
  synonymType?: string | undefined;
}): Synonym[] {
  const name = val.trim();
  const scope = Object.hasOwn(scopes, pred) ? scopes[pred] : undefined;
  return name === ''
    ? []
    : [{ name, scope: scope ?? 'related', abbreviation: abbreviationType.test(synonymType) }];
}

function curies(values: readonly string[]): Curie[] {
  return [...new Set(values.map((value) => toCurie(value)).filter((curie) => curie !== undefined))];
}

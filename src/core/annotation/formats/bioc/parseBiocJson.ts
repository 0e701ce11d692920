import * as z from 'zod';
import type { Attribute } from '../../annotatedDocument.ts';
import type { BiocDocument } from './biocDocument.ts';

const infonsSchema = z.record(z.string(), z.unknown()).nullish().transform(toAttributes);
const idSchema = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) => String(id ?? ''));
const textSchema = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const annotationSchema = z.object({
  id: idSchema,
  text: textSchema,
  infons: infonsSchema,
  locations: z
    .array(z.object({ offset: z.number(), length: z.number() }))
    .nullish()
    .transform((locations) => locations ?? []),
});
const nodeSchema = z.object({
  refid: idSchema,
  role: textSchema,
});
const relationSchema = z.object({ id: idSchema, infons: infonsSchema, nodes: z.array(nodeSchema).nullish() });
const sentenceSchema = z.object({
  offset: z.number(),
  text: textSchema,
  infons: infonsSchema,
  annotations: z.array(annotationSchema).nullish(),
  relations: z.array(relationSchema).nullish(),
});
const documentSchema = z.object({
  id: z.union([z.string(), z.number()]),
  infons: infonsSchema,
  passages: z.array(sentenceSchema.extend({ sentences: z.array(sentenceSchema).nullish() })),
  annotations: z.array(annotationSchema).nullish(),
  relations: z.array(relationSchema).nullish(),
});

/** The document that a value of BioC's JSON form holds; nothing where it is none, with what is wrong. */
export function parseBiocJson(
  json: unknown,
  line: number,
): { readonly document: BiocDocument } | { readonly document?: never; readonly reason: string } {
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no document'}` };
  }
  const { id, infons, passages, annotations, relations } = parsed.data;
  const parts = passages.flatMap((passage) => [passage, ...(passage.sentences ?? [])]);
  const holders = [{ annotations, relations }, ...parts];
  return {
    document: {
      id: String(id),
      line,
      infons,
      passages: passages.map((passage) => ({ ...passage, sentences: passage.sentences ?? [] })),
      annotations: holders
        .flatMap((holder) => holder.annotations ?? [])
        .map((annotation) => ({ ...annotation, line })),
      relations: holders
        .flatMap((holder) => holder.relations ?? [])
        .map((relation) => ({ ...relation, nodes: relation.nodes ?? [] })),
    },
  };
}

/** The infons of a JSON object; what is null is not there. */
export function toAttributes(infons: Readonly<Record<string, unknown>> | null | undefined): Attribute[] {
  return Object.entries(infons ?? {}).flatMap(([name, value]) =>
    value == null ? [] : [{ name, value: toText(value) }],
  );
}

function toText(value: unknown): string {
  return Array.isArray(value)
    ? value.map(String).join('|')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}

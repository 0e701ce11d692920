import * as z from 'zod';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import type { ConceptStore } from '../../core/conceptStore/conceptStore.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import { createContextReader } from '../../core/mentionDetection/context/mentionContext.ts';
import type { AddAnnotationParams, Attribute } from '../../protocol/messages.ts';
import type { Engine } from '../engine.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';

interface Context {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
}

/** No installed vocabulary has the concept that was asked for. */
export class UnknownConceptError extends Error {
  override readonly name = 'UnknownConceptError';
}

const positionSchema = z.object({ line: z.number(), character: z.number() });

/** Checked, since it also comes back to us through links and code actions of any editor. */
const addAnnotationSchema = z.object({
  uri: z.string(),
  range: z.object({ start: positionSchema, end: positionSchema }),
  curie: z.string(),
}) satisfies z.ZodType<AddAnnotationParams>;

/**
 * Links a span of an open note to a concept that one of the vocabularies has.
 * @throws {z.ZodError} when `params` are no `AddAnnotationParams`.
 */
export async function addAnnotation({ engine, notes }: Context, params: unknown): Promise<Annotation> {
  const { uri, range, curie } = addAnnotationSchema.parse(params);
  using opened = await engine.lease();
  const note = notes.require(uri);
  const { document } = note.noteDocument;
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const attributes = createContextReader().read(document.getText(), span);
  const [added] = await note.add(
    await toAnnotations(opened.stores, [{ span: { ranges: [span], attributes }, curie }]),
  );
  if (!added) {
    throw new Error('An annotation was added and is not there.');
  }
  return added;
}

/** Accepts suggestions, each with the named or its first concept; how many there were to accept. */
export async function acceptSuggestions(
  { engine, notes }: Context,
  uri: string,
  accepted: readonly { readonly id: string; readonly curie?: string }[],
): Promise<number> {
  using opened = await engine.lease();
  const note = notes.require(uri);
  const chosen = accepted.flatMap(({ id, curie }) => {
    const suggestion = note.suggestions.find((pending) => pending.id === id);
    const wantedCurie = curie ?? suggestion?.candidates[0]?.curie;
    return suggestion && wantedCurie !== undefined ? [{ span: suggestion, curie: wantedCurie }] : [];
  });
  const wanted = await toAnnotations(opened.stores, chosen);
  return (await note.add(wanted)).length;
}

interface Span {
  readonly ranges: readonly TextRange[];
  readonly attributes: readonly Attribute[];
}

async function toAnnotations(
  stores: readonly ConceptStore[],
  chosen: readonly {
    readonly span: Span;
    readonly curie: string;
  }[],
): Promise<NewAnnotation[]> {
  const concepts = await findKnownConcepts(
    stores,
    chosen.map(({ curie }) => curie),
  );
  return concepts.flatMap(({ curie, preferredName, semanticTypes }, i) => {
    const { ranges, attributes } = chosen[i]?.span ?? { ranges: [], attributes: [] };
    return {
      type: semanticTypes[0] ?? 'Concept',
      ranges,
      concepts: [{ curie, preferredName }],
      attributes,
    };
  });
}

/** @throws {UnknownConceptError} for one that no vocabulary has. */
export async function findKnownConcepts(
  stores: readonly ConceptStore[],
  curies: readonly string[],
): Promise<{ curie: string; preferredName: string; semanticTypes: readonly string[] }[]> {
  const found = await findConcepts(stores, curies);
  return curies.map((curie, i) => {
    const concept = found[i];
    if (!concept) {
      throw new UnknownConceptError(`${curie} is in none of the installed vocabularies.`);
    }
    // As it was asked for: an old identifier stays what was chosen.
    return { curie, preferredName: concept.preferredName, semanticTypes: concept.semanticTypes };
  });
}

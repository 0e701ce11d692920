import * as z from 'zod';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { NewAnnotation } from '../../core/annotation/annotationSet.ts';
import type { ConceptStore } from '../../core/conceptStore/conceptStore.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import { createContextReader } from '../../core/mentionDetection/context/mentionContext.ts';
import type { AddAnnotationParams, Attribute } from '../../protocol/messages.ts';
import type { Engine } from '../engine.ts';
import { requireNote, type NoteRegistry } from '../notes/noteRegistry.ts';

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
  const document = requireNote(notes, uri).noteDocument.document;
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const attributes = createContextReader().read(document.getText(), span);
  const [added] = await notes.add(
    uri,
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
  const { suggestions } = requireNote(notes, uri);
  const chosen = accepted.flatMap(({ id, curie }) => {
    const suggestion = suggestions.find((pending) => pending.id === id);
    const wantedCurie = curie ?? suggestion?.candidates[0]?.curie;
    return suggestion && wantedCurie !== undefined ? [{ span: suggestion, curie: wantedCurie }] : [];
  });
  const wanted = await toAnnotations(opened.stores, chosen);
  return (await notes.add(uri, wanted)).length;
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
  const concepts = await findConcepts(
    stores,
    chosen.map(({ curie }) => curie),
  );
  return chosen.map(({ span: { ranges, attributes }, curie }, i) => {
    const concept = concepts[i];
    if (!concept) {
      throw new UnknownConceptError(`${curie} is in none of the installed vocabularies.`);
    }
    return {
      type: concept.semanticTypes[0] ?? 'Concept',
      ranges,
      concepts: [{ curie, preferredName: concept.preferredName }],
      attributes,
    };
  });
}

import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import type { Session } from '../session.ts';
import { createExactLinker } from './exactLinker.ts';
import { findAllMentions } from './findAllMentions.ts';

/** This text cannot be annotated; the others can. */
export class NoteAnnotationError extends Error {
  override readonly name = 'NoteAnnotationError';
}

/** What was found in one text. */
export interface AnnotatedText {
  readonly mentions: readonly NoteMention[];
  /** Each mention with its first candidate. */
  readonly annotations: readonly NewAnnotation[];
}

/** Finds and links the mentions of texts; several texts at a time where there are several processes. */
export interface NoteAnnotator {
  /** How many texts it works on at the same time. */
  readonly concurrency: number;
  /** Tells encoder, vocabularies and their releases: the same gives the same annotations. */
  readonly madeWith: string;
  /** Rejects with `NoteAnnotationError` where this text alone is to blame. */
  annotate(text: string): Promise<AnnotatedText>;
}

export function createNoteAnnotator(opened: Session): NoteAnnotator {
  const { stores, encoder, linkOptions } = opened;
  const isExact = linkOptions.generators?.join() === 'exact';
  const session = isExact
    ? {
        ...opened,
        linker: createExactLinker(opened.linker),
        linkOptions: { ...linkOptions, minLikelihood: 0 },
      }
    : opened;
  return {
    concurrency: 1,
    madeWith: JSON.stringify({
      encoder: encoder.fingerprint,
      linkOptions,
      vocabularies: stores.map(({ manifest: { id, sourceSha256, formatVersion } }) => ({
        ...{ id, sourceSha256, formatVersion },
      })),
    }),
    async annotate(text) {
      const mentions = await findAllMentions(session, text);
      const firsts = mentions.map(({ candidates: [first] }) => first?.curie ?? '');
      const found = await findConcepts(stores, firsts);
      const annotations = mentions.flatMap(({ ranges, attributes }, i): NewAnnotation[] => {
        const concept = found[i];
        return concept === undefined
          ? []
          : [
              {
                type: (concept.semanticTypes[0] ?? 'Concept').replaceAll(/\s+/gu, '_'),
                ranges,
                concepts: [{ curie: concept.curie, preferredName: concept.preferredName }],
                attributes: attributes.map(({ name, value }) => ({
                  name,
                  ...(value !== undefined && { value }),
                })),
              },
            ];
      });
      return { mentions, annotations };
    },
  };
}

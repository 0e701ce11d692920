import type { AnnotatedDocument, DocumentAnnotation } from '../../core/annotation/annotatedDocument.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import { createIds } from '../../core/annotation/formats/uniqueIds.ts';
import { textOfRanges } from '../../core/annotation/ranges.ts';

/**
 * The document with what was found in it. Without `keep` what was said of it before is gone, relations too, since they
 * hold between annotations.
 */
export function withAnnotations(
  document: AnnotatedDocument,
  found: readonly NewAnnotation[],
  keep: boolean,
): AnnotatedDocument {
  const kept = keep ? document.annotations : [];
  const relations = keep ? document.relations : [];
  const nextId = createIds([...kept, ...relations].map(({ id }) => id));
  const annotations = found.map(({ type, ranges, concepts, attributes = [] }): DocumentAnnotation => ({
    id: nextId('', 'T'),
    ...{ type, ranges, concepts },
    text: textOfRanges(document.text, ranges),
    attributes: attributes.map(({ name, value = 'true' }) => ({ name, value })),
    comments: [],
  }));
  return { ...document, annotations: [...kept, ...annotations], relations };
}

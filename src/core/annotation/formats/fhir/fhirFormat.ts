import { createHash } from 'node:crypto';
import type { AnnotatedDocument } from '../../annotatedDocument.ts';
import type { AnnotationFormat } from '../annotationFormat.ts';
import { formatJson } from '../formatJson.ts';
import { addUnheld, type Feature, type LossList, placeOf } from '../losses.ts';
import { contextOf, mentionResource, resourceKind } from './mentionResource.ts';

const unheld: readonly Feature[] = ['ids', 'comments', 'relations', 'passages', 'details'];

/** A Bundle of FHIR R4 (https://hl7.org/fhir/R4/bundle.html), to hand on; FHIR has no place for annotated text. */
export const fhirFormat: AnnotationFormat = {
  format: 'fhir',
  title: 'FHIR R4 Bundle',
  layout: 'collection',
  ending: '.json',
  unheld,
  createWriter(losses) {
    let isFirst = true;
    let count = 0;
    const start = '{"resourceType":"Bundle","type":"collection"';
    return {
      write(document) {
        addUnheld(document, unheld, losses);
        count += 1;
        const entries = entriesOf(document, count, losses).map((entry) => formatJson(entry));
        const head = isFirst ? `${start},"entry":[\n` : ',\n';
        isFirst = false;
        return [{ ending: '.json', text: head + entries.join(',\n') }];
      },
      end: () => [{ ending: '.json', text: isFirst ? `${start}}\n` : '\n]}\n' }],
    };
  },
};

/** Each document is about a patient of its own: nobody says which ones are about the same. */
function entriesOf(document: AnnotatedDocument, ordinal: number, losses: LossList): object[] {
  const key = `${ordinal} ${document.id}`;
  const patient = uuidOf(key);
  const subject = { reference: `urn:uuid:${patient}` };
  const entries = document.annotations.flatMap((annotation): object[] => {
    const lose = (what: string): void => {
      losses.add(what, placeOf(document, annotation.id));
    };
    const kind = resourceKind(annotation);
    const context = contextOf(annotation);
    if (kind === undefined) {
      lose('annotations that are neither condition, observation nor medication');
      return [];
    }
    if (context.isHypothetical || context.isOfSomeoneElse) {
      lose('annotations of what the patient does not have: hypothetical, or of someone else');
      return [];
    }
    lose('places of mentions in their text');
    const others = annotation.attributes.filter(({ name }) => !contextNames.has(name));
    if (others.length > 0) {
      lose('attributes that do not tell the context');
    }
    if (
      (kind === 'Observation' && context.isHistorical) ||
      (kind === 'MedicationStatement' && context.isUncertain)
    ) {
      lose('context that the resource has no field for');
    }
    const id = uuidOf(`${key} ${annotation.id}`);
    const resource = mentionResource(kind, id, annotation, subject, context);
    return [{ fullUrl: `urn:uuid:${id}`, resource }];
  });
  const identifier = [{ system: 'urn:termlens:document', value: document.id }];
  return [
    { fullUrl: subject.reference, resource: { resourceType: 'Patient', id: patient, identifier } },
    ...entries,
  ];
}

const contextNames: ReadonlySet<string> = new Set([
  'Negated',
  'Uncertain',
  'Possible',
  'Historical',
  'Hypothetical',
  'Experiencer',
]);

/** The same for the same name, in the form of RFC 9562's version 8. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}

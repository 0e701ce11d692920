import { type DocumentAnnotation, valueOf } from '../../annotatedDocument.ts';
import { toCoding } from './codeSystems.ts';

export type ResourceKind = 'Condition' | 'Observation' | 'MedicationStatement';

const kindsByVocabulary: ReadonlyMap<string, ResourceKind> = new Map([
  ['RXNORM', 'MedicationStatement'],
  ['ATC', 'MedicationStatement'],
  ['LOINC', 'Observation'],
  ['HP', 'Observation'],
  ['DOID', 'Condition'],
  ['MONDO', 'Condition'],
  ['ORPHANET', 'Condition'],
  ['ICD10CM', 'Condition'],
  ['ICD10', 'Condition'],
  ['ICD9CM', 'Condition'],
]);
const kindsByType: readonly (readonly [RegExp, ResourceKind])[] = [
  [/drug|medication|medicine|chemical|pharmac|substance|antibiotic/iu, 'MedicationStatement'],
  [/sign|symptom|phenotyp|finding|lab|measure|observ|vital/iu, 'Observation'],
  [/disease|disorder|condition|diagnos|problem|syndrome|neoplas|injur|cancer|dysfunction/iu, 'Condition'],
];

/** What a mention is in FHIR, by its type, else by its concept's vocabulary; nothing for genes, organs and the like. */
export function resourceKind({ type, concepts }: DocumentAnnotation): ResourceKind | undefined {
  const prefixes = concepts.map(({ curie }) => curie.slice(0, Math.max(curie.indexOf(':'), 0)));
  return (
    kindsByType.find(([pattern]) => pattern.test(type))?.[1] ??
    prefixes.map((prefix) => kindsByVocabulary.get(prefix)).find((kind) => kind !== undefined)
  );
}

export interface MentionContext {
  readonly isNegated: boolean;
  readonly isUncertain: boolean;
  readonly isHistorical: boolean;
  readonly isHypothetical: boolean;
  readonly isOfSomeoneElse: boolean;
}

/** ConText's properties (Harkema et al. 2009) by the attributes that hold them. */
export function contextOf({ attributes }: DocumentAnnotation): MentionContext {
  const isSet = (name: string): boolean =>
    !['', 'false', 'no', '0'].includes(valueOf(attributes, name)?.toLowerCase() ?? '');
  const experiencer = valueOf(attributes, 'Experiencer')?.toLowerCase() ?? 'patient';
  return {
    isNegated: isSet('Negated'),
    isUncertain: isSet('Uncertain') || isSet('Possible'),
    isHistorical: isSet('Historical'),
    isHypothetical: isSet('Hypothetical'),
    isOfSomeoneElse: experiencer !== 'patient',
  };
}

/** The resource of a mention that its patient has, had or does not have. */
export function mentionResource(
  kind: ResourceKind,
  id: string,
  { text, concepts }: DocumentAnnotation,
  subject: { readonly reference: string },
  { isNegated, isUncertain, isHistorical }: MentionContext,
): object {
  const coding = concepts.map(({ curie, preferredName }) => toCoding(curie, preferredName));
  const code = { ...(coding.length > 0 && { coding }), text };
  switch (kind) {
    case 'Condition': {
      const verification = isNegated ? 'refuted' : isUncertain ? 'unconfirmed' : undefined;
      return {
        resourceType: kind,
        id,
        ...(isHistorical && !isNegated && { clinicalStatus: coded('condition-clinical', 'inactive') }),
        ...(verification !== undefined && {
          verificationStatus: coded('condition-ver-status', verification),
        }),
        code,
        subject,
      };
    }
    case 'Observation':
      return {
        resourceType: kind,
        id,
        status: isUncertain ? 'preliminary' : 'final',
        code,
        subject,
        ...(isNegated && { interpretation: [coded('v3-ObservationInterpretation', 'NEG')] }),
      };
    case 'MedicationStatement':
      return {
        resourceType: kind,
        id,
        status: isNegated ? 'not-taken' : isHistorical ? 'completed' : 'unknown',
        medicationCodeableConcept: code,
        subject,
      };
  }
}

function coded(system: string, code: string): object {
  return { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] };
}

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  type Attribute,
  type DocumentAnnotation,
  plainDocument,
} from '../../../../src/core/annotation/annotatedDocument.ts';
import { toCoding } from '../../../../src/core/annotation/formats/fhir/codeSystems.ts';
import { sourceText } from './sourceText.ts';
import { writeFiles } from './readAndWrite.ts';

const coding = z.strictObject({
  system: z.url().optional(),
  code: z.string().regex(/^\S+( \S+)*$/u),
  display: z.string().min(1).optional(),
});
const concept = z.strictObject({
  coding: z.array(coding).min(1).optional(),
  text: z.string().min(1).optional(),
});
const reference = z.strictObject({ reference: z.string().regex(/^urn:uuid:[\da-f-]{36}$/u) });
const id = z.string().regex(/^[A-Za-z\d.-]{1,64}$/u);
const coded = (system: string, codes: readonly [string, ...string[]]) =>
  z.strictObject({
    coding: z.tuple([
      z.strictObject({
        system: z.literal(`http://terminology.hl7.org/CodeSystem/${system}`),
        code: z.enum(codes),
      }),
    ]),
  });

/** The parts of FHIR R4 (4.0.1) that are used: fields, cardinalities, and the codes of required bindings. */
const resource = z.discriminatedUnion('resourceType', [
  z.strictObject({
    resourceType: z.literal('Patient'),
    id,
    identifier: z.array(z.strictObject({ system: z.string().startsWith('urn:'), value: z.string().min(1) })),
  }),
  z.strictObject({
    resourceType: z.literal('Condition'),
    id,
    clinicalStatus: coded('condition-clinical', [
      'active',
      'recurrence',
      'relapse',
      'inactive',
      'remission',
      'resolved',
    ]).optional(),
    verificationStatus: coded('condition-ver-status', [
      'unconfirmed',
      'provisional',
      'differential',
      'confirmed',
      'refuted',
    ]).optional(),
    code: concept.optional(),
    subject: reference,
  }),
  z.strictObject({
    resourceType: z.literal('Observation'),
    id,
    status: z.enum([
      'registered',
      'preliminary',
      'final',
      'amended',
      'corrected',
      'cancelled',
      'entered-in-error',
      'unknown',
    ]),
    code: concept,
    subject: reference.optional(),
    interpretation: z.array(coded('v3-ObservationInterpretation', ['POS', 'NEG', 'IND'])).optional(),
  }),
  z.strictObject({
    resourceType: z.literal('MedicationStatement'),
    id,
    status: z.enum([
      'active',
      'completed',
      'entered-in-error',
      'intended',
      'stopped',
      'on-hold',
      'unknown',
      'not-taken',
    ]),
    medicationCodeableConcept: concept,
    subject: reference,
  }),
]);
const bundle = z.strictObject({
  resourceType: z.literal('Bundle'),
  type: z.literal('collection'),
  entry: z
    .array(z.strictObject({ fullUrl: z.string().startsWith('urn:uuid:'), resource }))
    .min(1)
    .optional(),
});

function annotation(type: string, curie: string, ...names: string[]): DocumentAnnotation {
  const attributes = names.map((name): Attribute => {
    const [key = '', value = 'true'] = name.split('=');
    return { name: key, value };
  });
  const concepts = curie === '' ? [] : [{ curie, preferredName: 'Name' }];
  return { id: 'T1', type, ranges: [{ start: 0, end: 4 }], text: 'Pain', concepts, attributes, comments: [] };
}

async function write(
  ...annotations: DocumentAnnotation[]
): Promise<{ resources: Record<string, unknown>[]; losses: string[] }> {
  const numbered = annotations.map((one, i) => ({ ...one, id: `T${i + 1}` }));
  const { files, losses } = writeFiles('fhir', [
    { ...plainDocument('n1', 'Pain'), annotations: numbered },
    { ...plainDocument('n2', 'Pain'), annotations: numbered },
  ]);
  const { entry = [] } = bundle.parse(JSON.parse(await sourceText(files[0])));
  expect(new Set(entry.map(({ fullUrl }) => fullUrl)).size).toBe(entry.length);
  expect(entry.every(({ fullUrl, resource: { id: own } }) => fullUrl === `urn:uuid:${own}`)).toBe(true);
  const patients = entry.flatMap(({ fullUrl, resource: { resourceType } }) =>
    resourceType === 'Patient' ? [fullUrl] : [],
  );
  expect(patients).toHaveLength(2);
  const resources = entry.map((one) => one.resource).filter(({ resourceType }) => resourceType !== 'Patient');
  expect(resources.every((one) => 'subject' in one && patients.includes(one.subject?.reference ?? ''))).toBe(
    true,
  );
  return { resources: resources.slice(0, resources.length / 2), losses: losses.map(({ what }) => what) };
}

describe('a FHIR Bundle', () => {
  it.each([
    [
      ['Disorder', 'SNOMEDCT:22298006'],
      {
        resourceType: 'Condition',
        code: {
          coding: [{ system: 'http://snomed.info/sct', code: '22298006', display: 'Name' }],
          text: 'Pain',
        },
      },
    ],
    [['Disorder', 'MESH:D1', 'Negated'], { verificationStatus: { coding: [{ code: 'refuted' }] } }],
    [['Disorder', 'MESH:D1', 'Possible'], { verificationStatus: { coding: [{ code: 'unconfirmed' }] } }],
    [['Disorder', 'MESH:D1', 'Uncertain'], { verificationStatus: { coding: [{ code: 'unconfirmed' }] } }],
    [['Disorder', 'MESH:D1', 'Historical'], { clinicalStatus: { coding: [{ code: 'inactive' }] } }],
    [['Disorder', 'MESH:D1', 'Negated=false', 'Experiencer=patient'], { resourceType: 'Condition' }],
    [['Drug', 'RXNORM:1191', 'Negated'], { resourceType: 'MedicationStatement', status: 'not-taken' }],
    [['Drug', 'RXNORM:1191'], { status: 'unknown' }],
    [
      ['Whatever', 'HP:0001945', 'Negated'],
      { resourceType: 'Observation', status: 'final', interpretation: [{ coding: [{ code: 'NEG' }] }] },
    ],
    [['Disorder', ''], { resourceType: 'Condition', code: { text: 'Pain' } }],
  ] as const)('%j', async ([type, curie, ...names], expected) => {
    const { resources } = await write(annotation(type, curie, ...names));
    expect(resources).toHaveLength(1);
    expect(resources[0]).toMatchObject(expected);
  });

  it('says nothing of verification that the annotation does not say', async () => {
    const { resources } = await write(annotation('Disorder', 'MESH:D1'));
    expect(resources[0]).not.toHaveProperty('verificationStatus');
    expect(resources[0]).not.toHaveProperty('clinicalStatus');
  });

  it.each([
    [annotation('Gene', 'HGNC:5'), 'annotations that are neither condition, observation nor medication'],
    [
      annotation('Disorder', 'MESH:D1', 'Hypothetical'),
      'annotations of what the patient does not have: hypothetical, or of someone else',
    ],
    [
      annotation('Disorder', 'MESH:D1', 'Experiencer=Family'),
      'annotations of what the patient does not have: hypothetical, or of someone else',
    ],
  ])('leaves out what it has no place for, and says so (%#)', async (left, what) => {
    const { resources, losses } = await write(left);
    expect(resources).toEqual([]);
    expect(losses).toContain(what);
  });

  it('without documents is valid', async () => {
    expect(bundle.parse(JSON.parse(await sourceText(writeFiles('fhir', []).files[0])))).toEqual({
      resourceType: 'Bundle',
      type: 'collection',
    });
  });

  it.each([
    ['SNOMEDCT:22298006', 'http://snomed.info/sct'],
    ['RXNORM:1191', 'http://www.nlm.nih.gov/research/umls/rxnorm'],
    ['ICD10CM:I21.9', 'http://hl7.org/fhir/sid/icd-10-cm'],
    ['LOINC:4548-4', 'http://loinc.org'],
    ['HP:0001250', 'http://human-phenotype-ontology.org'],
    ['MESH:D009203', 'https://id.nlm.nih.gov/mesh'],
    ['D009203', undefined],
    ['MINE:1', undefined],
  ])('%s is of the code system %s', (curie, system) => {
    const code = system === undefined ? curie : curie.slice(curie.indexOf(':') + 1);
    expect(toCoding(curie, '')).toEqual({ code, ...(system !== undefined && { system }) });
  });
});

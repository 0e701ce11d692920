import { createHash } from 'node:crypto';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import type { VocabularySource } from '../../../src/core/vocabulary/vocabularySource.ts';

function concept(
  curie: string,
  semanticType: string,
  [preferredName = '', ...synonyms]: readonly string[],
  abbreviations: readonly string[] = [],
): Concept {
  return {
    curie,
    preferredName,
    synonyms: [
      ...synonyms.map((name) => ({ name, scope: 'exact' as const, abbreviation: false })),
      ...abbreviations.map((name) => ({ name, scope: 'exact' as const, abbreviation: true })),
    ],
    semanticTypes: [semanticType],
  };
}

/** Small enough to know by heart: disorders, a symptom, a body part and chemicals, some with tricky short forms. */
export const tenConcepts: readonly Concept[] = [
  {
    ...concept('MESH:D009203', 'Disorder', ['Myocardial Infarction', 'heart attack'], ['MI']),
    definition: 'Death of heart muscle for want of blood.',
  },
  concept('MESH:D003920', 'Disorder', ['Diabetes Mellitus', 'diabetes'], ['DM']),
  concept('MESH:D003924', 'Disorder', ['Diabetes Mellitus, Type 2', 'type 2 diabetes'], ['T2DM']),
  concept('MESH:D004417', 'Symptom', ['Dyspnea', 'shortness of breath', 'Short of breath'], ['SOB']),
  concept('MESH:D011654', 'Disorder', ['Pulmonary Edema', 'lung oedema']),
  concept('MESH:D008168', 'Body part', ['Lung', 'lungs']),
  concept('MESH:D054198', 'Disorder', ['Acute Lymphoblastic Leukemia'], ['ALL']),
  concept('MESH:D008274', 'Chemical', ['Magnesium'], ['Mg']),
  concept('MESH:D012964', 'Chemical', ['Sodium'], ['Na']),
  concept('MESH:D009103', 'Disorder', ['Multiple Sclerosis', 'multiple-sclerosis'], ['MS']),
];

export function createSource(concepts: readonly Concept[] = tenConcepts, id = 'ten'): VocabularySource {
  const description = {
    id,
    title: 'Ten concepts',
    version: '1',
    licence: 'CC0-1.0',
    source: 'https://example.org',
  };
  return {
    description,
    sourceSha256: createHash('sha256')
      .update(JSON.stringify([description, concepts]))
      .digest('hex'),
    readConcepts: () => concepts,
  };
}

import { describe, expect, it } from 'vitest';
import { singularWord } from '../../../src/core/vocabulary/singularWord.ts';

describe('singularWord', () => {
  it.each(
    `diagnoses:diagnosis metastases:metastasis psoriases:psoriasis paralyses:paralysis prostheses:prosthesis
     arthritides:arthritis carcinomata:carcinoma adenomas:adenoma vertebrae:vertebra foramina:foramen
     indices:index feet:foot children:child bodies:body biopsies:biopsy abscesses:abscess reflexes:reflex
     viruses:virus sinuses:sinus causes:cause abuses:abuse itches:itch headaches:headache diseases:disease
     doses:dose noses:nose streptococci:streptococcus nevi:nevus emboli:embolus bacteria:bacterium ova:ovum
     eyes:eye toes:toe nerves:nerve varices:varix appendices:appendix`
      .split(/\s+/u)
      .map((pair) => pair.split(':') as [string, string]),
  )('%j is of %j', (plural, singular) => {
    expect(singularWord(plural)).toBe(singular);
  });

  it.each(
    `arthritis fibrosis thrombus abscess pelvis diabetes herpes rabies scabies caries pertussis lens pancreas
     ascites measles rickets aids sars psoriasis iris virus weakness series biceps exophthalmos pus gas ms
     hypertensive il6s 発熱s pneumoniae influenzae`.split(/\s+/u),
  )('%j is none', (word) => {
    expect(singularWord(word)).toBe(word);
  });
});

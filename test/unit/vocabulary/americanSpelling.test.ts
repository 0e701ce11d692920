import { describe, expect, it } from 'vitest';
import { americanSpelling } from '../../../src/core/vocabulary/americanSpelling.ts';

describe('americanSpelling', () => {
  it.each(
    `anaemia:anemia haemangioma:hemangioma ischaemic:ischemic oedema:edema oesophagus:esophagus
     paediatric:pediatric orthopaedic:orthopedic gynaecology:gynecology foetal:fetal faeces:feces caecum:cecum
     ileocaecal:ileocecal diarrhoea:diarrhea dyspnoea:dyspnea oestrogen:estrogen anaesthesia:anesthesia
     aetiology:etiology coeliac:celiac naevus:nevus caesarean:cesarean phaeochromocytoma:pheochromocytoma
     amoebic:amebic leucocyte:leukocyte leucaemia:leukemia sulphonamide:sulfonamide tumour:tumor
     behavioural:behavioral colour:color centre:center fibre:fiber goitre:goiter isation:isation
     organisation:organization generalised:generalized paralysed:paralyzed disc:disk ageing:aging grey:gray`
      .split(/\s+/u)
      .map((pair) => pair.split(':') as [string, string]),
  )('%j → %j', (british, american) => {
    expect(americanSpelling(british)).toBe(american);
  });

  it.each(
    `aerobic anaerobic aerosol coenzyme diabetes dose four hour source pour contour leucine discharge acre
     sulfate exercise disease diseased fever poem michaelis`.split(/\s+/u),
  )('%j stays', (word) => {
    expect(americanSpelling(word)).toBe(word);
  });
});

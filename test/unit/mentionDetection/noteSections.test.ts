import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sectionAt } from '../../../src/core/mentionDetection/noteSections.ts';

const note = [
  'Seen today by Dr. Who.',
  '',
  '**CHIEF COMPLAINT**',
  'short of breath',
  'PMH: asthma, gout',
  '## Family History',
  'mother with stroke',
  '  Medications on admission:',
  '- albuterol',
  '**Allergies:** penicillin',
  'PHYSICAL EXAM',
  'Lungs: wheezing',
  'Labs (3/14):',
  'eosinophilia',
  'Past Surgical History: appendectomy',
  'ASSESSMENT',
  '1. bronchitis',
  'ASSESSMENT & PLAN:',
  'start prednisone',
  'A/P: continue',
  'Hospital Course',
  'uneventful',
].join('\r\n');

describe('sectionAt', () => {
  it.each([
    ['short of', 'CHIEF COMPLAINT', 'history'],
    ['CHIEF', 'CHIEF COMPLAINT', 'history'],
    ['gout', 'PMH', 'history'],
    ['stroke', 'Family History', 'familyHistory'],
    ['albuterol', 'Medications on admission', 'medications'],
    ['penicillin', 'Allergies', 'allergies'],
    ['wheezing', 'PHYSICAL EXAM', 'examination'],
    ['eosinophilia', 'Labs (3/14)', 'laboratory'],
    ['appendectomy', 'Past Surgical History', 'procedures'],
    ['bronchitis', 'ASSESSMENT', 'problems'],
    ['prednisone', 'ASSESSMENT & PLAN', 'plan'],
    ['continue', 'A/P', 'plan'],
    ['uneventful', 'Hospital Course', 'other'],
  ])('of %j in a note is %j', (text, heading, kind) => {
    expect(sectionAt(note, note.indexOf(text))).toMatchObject({ heading, kind });
  });

  it.each([
    ['before any heading', 'Seen today |\nPLAN:\n'],
    ['after a line of prose', 'He takes no medications and\n|rests.'],
    ['after a wrapped word', 'She asked about her\nmedications\n|today'],
    ['after a sentence of one word', 'Results.\n|normal'],
    ['after an abbreviation that may be a disease', 'PE\n|stable'],
    ['after a heading inside a longer word', 'Replan:\n|x'],
    ['in an empty note', '|'],
    ['at an empty line', '\n|\n'],
  ])('is unknown %s', (_, marked) => {
    expect(sectionAt(marked.replace('|', ''), marked.indexOf('|'))).toBeUndefined();
  });

  it.each([
    ['all in one line', 'HPI: cough. FAMILY HISTORY: gout|. PLAN: rest', 'familyHistory'],
    ['a line before its next heading', 'PLAN: rest|. ALLERGIES: none', 'plan'],
    ['in small letters with a colon', 'meds: aspirin|', 'medications'],
    ['under a heading within the section', 'EXAM\nRespiratory: clear\nCV: murmur|', 'examination'],
    ['with a diagnosis in its heading', 'Discharge Diagnoses:\nsepsis|', 'problems'],
    ['at the end of the note', 'Results\nanemia|', 'laboratory'],
  ])('reads a note %s', (_, marked, kind) => {
    expect(sectionAt(marked.replace('|', ''), marked.indexOf('|'))?.kind).toBe(kind);
  });

  it('looks 20,000 code units back and no farther', () => {
    const near = `PLAN:\n${'x\n'.repeat(9_900)}`;
    expect(sectionAt(near, near.length)?.kind).toBe('plan');
    const far = `PLAN:\n${'x\n'.repeat(10_100)}`;
    expect(sectionAt(far, far.length)).toBeUndefined();
    const cut = `${'x'.repeat(100)}PLAN: ${'x'.repeat(19_994)}`;
    expect(sectionAt(cut, cut.length)).toBeUndefined();
  });

  it('answers for any text and offset with a heading that stands at or before it', () => {
    const part = fc.constantFrom(
      'PLAN',
      ':',
      '\n',
      '\r\n',
      ' ',
      '. ',
      'MEDS',
      '**',
      '# ',
      '1. ',
      'x',
      'Exam',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), fc.nat({ max: 120 }), (parts, offset) => {
        const text = parts.join('');
        const section = sectionAt(text, offset);
        const at = section ? text.indexOf(section.heading) : 0;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(text.slice(0, at).split('\n').length).toBeLessThanOrEqual(
          text.slice(0, offset).split('\n').length,
        );
      }),
      { numRuns: 500 },
    );
  });
});

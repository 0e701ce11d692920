import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceAt } from '../../../src/core/mentionDetection/sentences.ts';

/** The sentence at the bar, line ends written as slashes. */
function sentenceAtBar(marked: string): string {
  const text = marked.replaceAll('/', '\n');
  const offset = text.indexOf('|');
  const whole = text.replace('|', '');
  const { start, end } = sentenceAt(whole, offset);
  return whole.slice(start, end).replace(/\s*\n\s*/gu, '/');
}

describe('sentenceAt', () => {
  it.each([
    ['two sentences', 'No fe|ver. Has cough.', 'No fever.'],
    ['the second of them', 'No fever. Has |cough.', 'Has cough.'],
    ['sentences in lower case', 'no fever. has |cough.', 'has cough.'],
    ['a title', 'Seen by Dr. Wh|o today.', 'Seen by Dr. Who today.'],
    ['a title before a line end', 'Seen by Dr./Wh|o today.', 'Seen by Dr./Who today.'],
    ['times of the day', 'Aspirin b.i.d. for p|ain.', 'Aspirin b.i.d. for pain.'],
    ['times of the day at the end', 'Aspirin b.i.d. The pa|in is gone.', 'The pain is gone.'],
    ['a decimal number', 'Digoxin 0.6 is l|ow.', 'Digoxin 0.6 is low.'],
    ['an initial', 'E. coli in u|rine.', 'E. coli in urine.'],
    ['an initial before a beginning', 'Has hepatitis C. The li|ver is firm.', 'The liver is firm.'],
    ['an abbreviation', 'Called pt. at ho|me.', 'Called pt. at home.'],
    ['a number after "No."', 'Bed No. 5 is fr|ee.', 'Bed No. 5 is free.'],
    ['"no" as an answer', 'Cough: no. Fev|er: yes.', 'Fever: yes.'],
    ['a numbered list', '1. No fe|ver/2. Cough', '1. No fever'],
    ['a numbered list with brackets', '1) No fever/2) Co|ugh', '2) Cough'],
    ['a list within a line', '1) No fever 2) Co|ugh', '2) Cough'],
    ['a bulleted list', '- no fever/- co|ugh', '- cough'],
    ['a broken line', 'She denies any/fev|er or chills.', 'She denies any/fever or chills.'],
    ['a line broken after a comma', 'No rales,/Rho|nchi or wheezes.', 'No rales,/Rhonchi or wheezes.'],
    ['a line broken before a name', 'She was seen at the/Mayo Cl|inic.', 'She was seen at the/Mayo Clinic.'],
    ['statements on lines', 'Denies fever/Reports co|ugh', 'Reports cough'],
    ['an empty line', 'no fever//co|ugh', 'cough'],
    ['a heading with a colon', 'no fever and/PLAN: res|t', 'PLAN: rest'],
    ['a heading in capitals', 'FAMILY HISTORY/Mo|ther well', 'Mother well'],
    ['Pt c/o', 'Pt c\u2044o na|usea. Denies pain.', 'Pt c\u2044o nausea.'],
    ['a question', 'Any pain? No|ne.', 'None.'],
    ['a closing quotation mark', 'He said "no." Co|ugh.', 'Cough.'],
    ['nothing', '|', ''],
    ['the end', 'No fever.|', 'No fever.'],
  ])('of %s', (_, marked, expected) => {
    expect(sentenceAtBar(marked)).toBe(expected);
  });

  it('holds its offset, lies in the text, and is the same for all that it holds', () => {
    const part = fc.constantFrom(
      ...['no', 'Fever', 'Dr', '.', ' ', '\n', '\r\n', ',', '1)', '2.', '"', ':', 'PMH', '😀'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.nat(), (parts, at) => {
        const text = parts.join('');
        const offset = at % (text.length + 1);
        const { start, end } = sentenceAt(text, offset);
        expect(start >= 0 && start <= end && end <= text.length).toBe(true);
        if (text.slice(offset, offset + 1).trim() !== '') {
          expect(start <= offset && offset < end).toBe(true);
        }
        for (let inside = start; inside < end; inside++) {
          expect(sentenceAt(text, inside)).toEqual({ start, end });
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceAt, splitIntoSentences } from '../../../src/core/mentionDetection/sentences.ts';

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
    ['short lines in small letters', 'fever/chi|lls/nausea', 'chills'],
    ['a short line that goes on', 'no fever/or chi|lls', 'no fever/or chills'],
    [
      'a full line in small letters',
      'there was a long-standing history of chronic/kid|ney disease',
      'there was a long-standing history of chronic/kidney disease',
    ],
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

/** Parts of notes, and what is far longer than a sentence, with and without spaces. */
const noteText = fc
  .array(
    fc.oneof(
      fc.constantFrom('pain ', 'é', '😀', '\t', ' ', '\n', '\r\n', '\r', '\n\n', '. ', 'No fever. ', 'PMH: '),
      fc.constantFrom('x'.repeat(499), 'y'.repeat(501), 'word '.repeat(120), 'z'.repeat(1_300)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('splitIntoSentences', () => {
  it('gives all of the text but white space, in order and in pieces of bounded length', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        let end = 0;
        let covered = '';
        for (const sentence of splitIntoSentences(text)) {
          expect(sentence.start).toBeGreaterThanOrEqual(end);
          expect(sentence.end).toBeGreaterThan(sentence.start);
          expect(sentence.end - sentence.start).toBeLessThanOrEqual(1_000);
          covered += text.slice(sentence.start, sentence.end);
          ({ end } = sentence);
        }
        expect(covered.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });

  it('gives what sentenceAt finds, in a text in which nothing is longer than it reaches', () => {
    const part = fc.constantFrom(
      ...['no', 'Fever', 'Dr', '.', ' ', '\n', '\r\n', ',', '1)', '2.', '"', ':', 'PMH', '😀'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        for (const sentence of splitIntoSentences(text)) {
          expect(sentenceAt(text, sentence.start)).toEqual(sentence);
        }
      }),
    );
  });

  it.each([
    { what: 'words', text: 'word '.repeat(1_000_000) },
    { what: 'one word', text: 'x'.repeat(5_000_000) },
    { what: 'tabs', text: 'a\t'.repeat(2_500_000) },
    { what: 'full stops', text: 'a. '.repeat(1_600_000) },
  ])('does not hang on five million characters of $what', ({ text }) => {
    let covered = 0;
    for (const { start, end } of splitIntoSentences(text)) {
      covered += end - start;
    }
    expect(covered).toBeGreaterThan(text.length / 2);
    const { start, end } = sentenceAt(text, 2_500_000);
    expect(end - start).toBeLessThanOrEqual(1_200);
  });
});

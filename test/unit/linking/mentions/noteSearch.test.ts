import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLinkOptions } from '../../../../src/core/linking/candidate.ts';
import { readDocumentContext } from '../../../../src/core/linking/documentContext.ts';
import { createNoteSearch, type NoteSearch } from '../../../../src/core/linking/mentions/noteSearch.ts';
import { createFakeLinker } from '../fakeLinker.ts';

const knowledge = {
  'chest pain': ['PAIN', 1],
  fever: ['FEVER', 1],
  'chronic kidney disease': ['CKD', 1],
  cough: ['COUGH', 1],
} as const;

const note = 'Has chest pain. No fever.\n\nPLAN: rest, no cough.';

async function find(
  search: NoteSearch,
  text: string,
  linker = createFakeLinker(knowledge),
  minScore = 0.4,
): Promise<string[]> {
  const mentions = await search.find(text, {
    linker,
    options: { ...defaultLinkOptions, minScore, minLikelihood: 0 },
    document: readDocumentContext(text),
  });
  return mentions.map(({ start, end, text: covered, candidates: [first], attributes }) => {
    expect(text.slice(start, end)).toBe(covered);
    return [start, first?.curie, ...attributes.map(({ name }) => name)].join(' ');
  });
}

describe('a search of a note', () => {
  it('finds the mentions of all sentences, with what is said of them', async () => {
    expect(await find(createNoteSearch(), note)).toEqual(['4 PAIN', '19 FEVER Negated', '42 COUGH Negated']);
  });

  it('finds a name that the end of a full line cuts', async () => {
    const cut =
      'She was admitted with a long-standing history of chronic kidney\r\n  disease and with a cough.';
    expect(await find(createNoteSearch(), cut)).toEqual(['49 CKD Historical', '86 COUGH Historical']);
  });

  it('looks up only the sentences that an edit touched', async () => {
    const search = createNoteSearch();
    const linker = createFakeLinker(knowledge);
    await find(search, note, linker);
    linker.linked.length = 0;
    const longer = `New: cough! ${note.replace('No fever', 'A fever')}`;
    expect(await find(search, longer, linker)).toEqual([
      '5 COUGH',
      '16 PAIN',
      '30 FEVER',
      '53 COUGH Negated',
    ]);
    expect(linker.linked).toContain('fever');
    expect(linker.linked).not.toContain('chest pain');
  });

  it('looks up what an abbreviation stands for that is defined elsewhere, now or no longer', async () => {
    const search = createNoteSearch();
    const linker = createFakeLinker({ ...knowledge });
    const define = 'It is chronic kidney disease (CKD).';
    const withSentence = async (text: string): Promise<readonly string[]> => {
      linker.linked.length = 0;
      await find(search, `${text} Worse CKD stage today. Has cough.`, linker);
      return linker.linked;
    };
    await withSentence('Nothing is defined.');
    expect(await withSentence(define)).toContain('Worse CKD stage');
    expect(await withSentence(define)).toEqual([]);
    expect(await withSentence('Nothing is defined.')).toContain('Worse CKD stage');
  });

  it('begins anew for another linker and other options', async () => {
    const search = createNoteSearch();
    const linker = createFakeLinker(knowledge);
    await find(search, note, linker);
    const other = createFakeLinker({ fever: ['OTHER', 1] });
    expect(await find(search, note, other)).toEqual(['19 OTHER Negated']);
    other.linked.length = 0;
    await find(search, note, other, 0.9);
    expect(other.linked).toContain('fever');
  });

  it('finds after any edits what it finds in the text as it is', async () => {
    const part = fc.constantFrom(
      'chest pain',
      ' ',
      'No ',
      'fever',
      '. ',
      '\n',
      'PMH: ',
      'cough',
      'x ',
      ' (CP) ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(part, { maxLength: 20 }), { maxLength: 6 }), async (texts) => {
        const search = createNoteSearch();
        const linker = createFakeLinker(knowledge);
        for (const parts of texts) {
          const text = parts.join('');
          expect(await find(search, text, linker)).toEqual(await find(createNoteSearch(), text, linker));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is ended by its signal, and goes on from there the next time', async () => {
    const search = createNoteSearch();
    const linker = createFakeLinker(knowledge);
    const long = Array.from({ length: 100 }, (_, i) => `Day ${i} brought fever number ${i}.`).join(' ');
    const controller = new AbortController();
    const seen: number[] = [];
    const searching = search.find(long, {
      linker,
      options: { ...defaultLinkOptions, minScore: 0.4, minLikelihood: 0 },
      document: readDocumentContext(long),
      signal: controller.signal,
      onProgress: (done) => {
        seen.push(done);
        if (done >= 64) {
          controller.abort(new Error('enough'));
        }
      },
    });
    await expect(searching).rejects.toThrow('enough');
    expect(seen).toEqual([0, 32, 64]);
    linker.linked.length = 0;
    expect(await find(search, long, linker)).toHaveLength(100);
    expect(linker.linked).not.toContain('Day 3 brought fever');
  });
});

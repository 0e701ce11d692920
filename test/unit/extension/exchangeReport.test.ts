import { describe, expect, it } from 'vitest';
import { describeExport, describeImport, listNames } from '../../../src/extension/views/exchangeReport.ts';
import type { ImportOutcome } from '../../../src/protocol/exchangeMessages.ts';

const losses = ['comments', 'relations', 'passages and sentences', 'concepts'].map((what, i) => ({
  what,
  count: 1_000 * (i + 1),
  first: `document a, T${i}`,
}));
const written = {
  kind: 'written',
  documents: 12,
  annotations: 3_400,
  files: ['/out/all.xml'],
  losses: [],
  problems: [],
} as const;
const imported: ImportOutcome = {
  documents: 3,
  annotations: 9,
  notes: 1,
  createdNotes: 0,
  added: 5,
  unmatched: [],
  losses: [],
  problems: [],
};

describe('what is told of an export', () => {
  it('is one line where nothing was lost', () => {
    const { message, report, hasMore } = describeExport(written, 'BioC XML', '/out/all.xml');
    expect(message).toBe('Exported 12 documents with 3,400 annotations as BioC XML.');
    expect(report).toBe('Exported 12 documents with 3,400 annotations as BioC XML to /out/all.xml.\n');
    expect(hasMore).toBe(false);
  });

  it('names the losses, and has all of them and the problems in the report', () => {
    const problems = [{ file: 'a.ann', line: 7, message: 'T9 cannot be read.' }];
    const { message, report, hasMore } = describeExport({ ...written, losses, problems }, 'CSV', '/out');
    expect(message).toContain(
      'Not held by this format: comments: 1,000; relations: 2,000; passages and sentences: 3,000; 1 more. 1 problem.',
    );
    expect(report).toContain('- concepts: 4,000, first at document a, T3\n');
    expect(report).toContain('\nProblems:\n- a.ann, line 7: T9 cannot be read.\n');
    expect(hasMore).toBe(true);
  });

  it('lists the files where there are several', () => {
    const { report } = describeExport({ ...written, files: ['/out/a.json', '/out/b.json'] }, 'CAS', '/out');
    expect(report).toContain('Files: 2\n- /out/a.json\n- /out/b.json\n');
  });
});

describe('what is told of an import', () => {
  it('counts what is new', () => {
    const { message, hasMore } = describeImport(imported, '/in/all.xml');
    expect(message).toBe('Added 5 annotations to 1 note.');
    expect(hasMore).toBe(false);
  });

  it('names documents without a note, and notes that were made', () => {
    const text = describeImport({ ...imported, createdNotes: 1, unmatched: ['a', 'b', 'c', 'd'] }, '/in');
    expect(text.message).toBe(
      'Added 5 annotations to 1 note, 1 note of them new. No note is called like a, b, c and 1 more.',
    );
    expect(text.report).toContain('Documents without a note: 4\n- a\n- b\n- c\n- d\n');
    expect(text.hasMore).toBe(true);
  });
});

it('names a few and counts the rest', () => {
  expect(listNames(['a'])).toBe('a');
  expect(listNames(['a', 'b', 'c'])).toBe('a, b, c');
  expect(listNames(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});

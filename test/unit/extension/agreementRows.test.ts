import { describe, expect, it } from 'vitest';
import { readAgreement } from '../../../src/extension/commandArguments.ts';
import {
  createAgreementRows,
  formatAgreementReport,
} from '../../../src/extension/views/folder/agreementRows.ts';
import type { FolderAgreement } from '../../../src/protocol/viewMessages.ts';

const agreement: FolderAgreement = {
  folderUri: 'file:///notes',
  a: 'anna',
  b: 'ben b',
  notes: [
    { path: '1.txt', differences: 0, annotationUris: ['file:///a/1.ann', 'file:///b/1.ann'] },
    { path: '2.txt', differences: 3, annotationUris: ['file:///a/2.ann', 'file:///b/2.ann'] },
  ],
  differences: 3,
  figures: { overlappingSpanF1: 0.8, sameConcepts: 0.5 },
};

describe('the agreement of folders', () => {
  it('is a section with a row for each pair, and below it the notes with differences', () => {
    expect(createAgreementRows([])).toEqual([]);
    const [section] = createAgreementRows([agreement]);
    expect(section?.spoken).toBe('Agreement, 1 pair of folders');
    const [pair] = section?.children?.() ?? [];
    expect(pair?.spoken).toBe('anna and ben b, F1 0.80, concepts 0.50, kappa –, 3 differences in 2 notes');
    expect(readAgreement(pair)).toBe(agreement);
    expect(pair?.children?.().map(({ spoken, compared }) => [spoken, compared?.uris])).toEqual([
      ['2.txt, 3 differences', ['file:///a/2.ann', 'file:///b/2.ann']],
    ]);
    expect(readAgreement(section)).toBeUndefined();
  });

  it('is told in full, with what of the command line goes on', () => {
    const report = formatAgreementReport(agreement);
    expect(report).toMatch(/^Agreement of anna and ben b\n2 notes with the same text, 3 differences\n/u);
    expect(report).toMatch(/^Overlapping span \(F1\) +0\.80$/mu);
    expect(report).toMatch(/^Same span \(F1\) +–$/mu);
    expect(report).toMatch(/^ +3 {2}2\.txt$/mu);
    expect(report).toContain('termlens compare anna "ben b"');
  });
});

import { describe, expect, it } from 'vitest';
import { expandAbbreviations, readDocumentContext } from '../../../src/core/linking/documentContext.ts';

const context = readDocumentContext(
  'Wilson disease (WD) is rare. Of all ventricular septal defects (VSDs) few close. Non-Hodgkin lymphoma (NHL).',
);

describe('expandAbbreviations', () => {
  it.each([
    ['WD', 'Wilson disease'],
    ['WD patients', 'Wilson disease patients'],
    ['familial WD', 'familial Wilson disease'],
    ['VSD', 'ventricular septal defects'],
    ['VSDs', 'ventricular septal defects'],
    ['NHLs', 'Non-Hodgkin lymphoma'],
    ['wd', 'wd'],
    ['NWD', 'NWD'],
    ['asthma', 'asthma'],
    ['', ''],
  ])('%j → %j', (mention, expected) => {
    expect(expandAbbreviations(mention, context)).toBe(expected);
  });

  it('leaves everything in a document that defines nothing', () => {
    expect(expandAbbreviations('WD', readDocumentContext('WD is rare.'))).toBe('WD');
  });
});

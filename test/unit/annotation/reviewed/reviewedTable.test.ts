import { describe, expect, it } from 'vitest';
import {
  parseReviewed,
  withoutReviewed,
  withReviewed,
  type ReviewedNote,
} from '../../../../src/core/annotation/reviewed/reviewedTable.ts';

const file = '/notes/.termlens/reviewed.tsv';
const done = (path: string, note = '1234'): ReviewedNote => ({
  ...{ path, state: 'done', note },
  annotations: '-',
});
const table = 'path\tstate\tnote\tannotations\na.txt\tdone\t1234\t-\nb/c.txt\tdone\t1234\t-\n';

describe('the table of notes that are done', () => {
  it('has a line for each note, sorted, whoever was first', () => {
    const text = withReviewed('', file, [done('b/c.txt')]);
    expect(withReviewed(text, file, [done('a.txt')])).toBe(table);
    expect([...parseReviewed(table).values()]).toEqual([done('a.txt'), done('b/c.txt')]);
    expect(withReviewed(table, file, [done('a.txt', '5678')])).toBe(table.replace('1234', '5678'));
  });

  it('loses a note, and changes nothing for one that it does not have', () => {
    expect(withoutReviewed(table, file, ['a.txt'])).toBe(table.replace('a.txt\tdone\t1234\t-\n', ''));
    expect(withoutReviewed(table, file, ['x.txt'])).toBe(table);
    expect(withoutReviewed('', file, ['x.txt'])).toBe('');
  });

  it('keeps lines, line ends and columns that are not ours', () => {
    const other = 'path\tstate\tnote\tannotations\r\n# ours\r\nz.txt\tin doubt\t1\t2\tBen\r\n';
    const changed = withReviewed(other, file, [done('a.txt')]);
    expect(changed).toContain('# ours\r\na.txt\tdone\t1234\t-\r\nz.txt\tin doubt\t1\t2\tBen\r\n');
    expect(parseReviewed(changed).get('z.txt')?.state).toBe('in doubt');
  });

  it('is read with both versions that git left, and not changed', () => {
    const conflicted = `${table}<<<<<<< HEAD\nd.txt\tdone\t1\t-\n=======\ne.txt\tdone\t2\t-\n>>>>>>> ben\n`;
    expect([...parseReviewed(conflicted).keys()]).toEqual(['a.txt', 'b/c.txt', 'd.txt', 'e.txt']);
    expect(() => withReviewed(conflicted, file, [done('f.txt')])).toThrow('a merge left both versions');
  });

  it('refuses names that a line cannot hold', () => {
    expect(() => withReviewed('', file, [done('a\tb.txt')])).toThrow('Rename the note');
  });
});

import { describe, expect, test } from 'vitest';
import { readTerms, TermTableError, type TermTableOptions } from '../../../src/core/mapping/termTable.ts';

function read(file: string, text: string, options: Partial<TermTableOptions> = {}): string[] {
  const terms = readTerms(file, Buffer.from(text), { hasHeader: true, ...options });
  return terms.map(({ text: term, identifier }) =>
    identifier === undefined ? term : `${identifier}=${term}`,
  );
}

describe('the terms of a file', () => {
  test.each<[string, string, string, Partial<TermTableOptions>, string[]]>([
    ['a list', 'terms.txt', 'fever\n\n  cough, dry \nfever', {}, ['fever', 'cough, dry', 'fever']],
    [
      'a list with a byte order mark, CRLF and CR',
      'a',
      '\ufefffever\r\ncough\rpain\r\n',
      {},
      ['fever', 'cough', 'pain'],
    ],
    ['nothing', 'a.txt', '', {}, []],
    ['a table of one column', 'a.csv', 'what\nfever\ncough\n', {}, ['fever', 'cough']],
    ['a column that is called so', 'a.csv', 'n,Term\n1,fever\n2,\n3,cough', {}, ['fever', 'cough']],
    ['a column by its name', 'a.csv', 'n,Sign\n1,fever', { column: 'sign' }, ['fever']],
    ['a column by its number', 'a.csv', 'n,Sign\n1,fever', { column: '2' }, ['fever']],
    ['a name that is a number goes before', 'a.csv', '2,x\nfever,y', { column: '2' }, ['fever']],
    ['no header', 'a.tsv', '1\tfever\n2\tcough', { column: '2', hasHeader: false }, ['fever', 'cough']],
    ['semicolons', 'a.csv', 'n;term\n1;fever, high', {}, ['fever, high']],
    ['commas within a quoted name', 'a.csv', '"a;b;c",term\n1,fever', {}, ['fever']],
    ['a table by its columns', 'terms.txt', 'n|term\n1|fever', { column: 'term' }, ['fever']],
    [
      'quotation marks, commas and line breaks in cells, CRLF, a byte order mark',
      'a.csv',
      '\ufeffterm,n\r\n"fever, high",1\r\n"""cold""",2\r\n"heart\r\nattack",3\r\n6" scar,4\r\n=1+2,5\r\n',
      {},
      ['fever, high', '"cold"', 'heart attack', '6" scar', '=1+2'],
    ],
    [
      'white space in and around terms',
      'a.csv',
      'term,n\n" heart\u00a0 \t attack\n",1\n',
      {},
      ['heart attack'],
    ],
    ['white space in the lines of a list', 'a.txt', ' heart \t attack\u3000\n', {}, ['heart attack']],
    ['identifiers', 'a.csv', 'id,term\n7,fever\n,cough\n8', { idColumn: 'id' }, ['7=fever', 'cough']],
  ])('%s', (_, file, text, options, expected) => {
    expect(read(file, text, options)).toEqual(expected);
  });

  test.each<[string, string | Uint8Array, Partial<TermTableOptions>, string]>([
    [
      'a.csv',
      'n,sign\n1,fever',
      {},
      'a.csv: which column holds the terms? Give --column with one of "n", "sign".',
    ],
    ['a.csv', 'term,name\nfever,1', {}, 'Give --column with one of "term", "name".'],
    ['a.csv', '1,fever', { hasHeader: false }, 'Give --column with one of 1, 2.'],
    ['a.csv', 'n,sign\n1,fever', { column: '3' }, 'there is no column "3". Give one of "n", "sign".'],
    ['a.csv', 'n,sign\n1,fever', { column: 'sign', idColumn: 'x' }, 'there is no column "x".'],
    ['a.csv', '"fever,1\ncough\n', {}, 'a.csv: line 1: the row has a quotation mark that none closes.'],
    ['a.csv', 'term,n\n"a\nb",1\n\n"fever,1\ncough,2\n\n', {}, 'a.csv: line 5: the row has a quotation'],
    ['a.txt', Uint8Array.of(0x66, 0xe9), {}, 'a.txt: it is not UTF-8. Save it as UTF-8.'],
  ])('%s: %j', (file, text, options, problem) => {
    const readIt = (): unknown => readTerms(file, Buffer.from(text), { hasHeader: true, ...options });
    expect(readIt).toThrow(TermTableError);
    expect(readIt).toThrow(problem);
  });
});

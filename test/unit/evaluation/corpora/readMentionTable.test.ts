import { expect, it } from 'vitest';
import { readMentionTable } from '../../../../src/core/evaluation/corpora/readMentionTable.ts';

it('reads mentions and identifiers, with or without a header', () => {
  const rows = 'heart attack\tMESH:D1|OMIM:2\r\nodd\t-1\r\n\r\nodder\t\r\n';
  const mentions = [
    { mention: 'heart attack', gold: [['D1', '2']] },
    { mention: 'odd', gold: [] },
    { mention: 'odder', gold: [] },
  ];
  expect(readMentionTable(rows, 't.tsv')).toEqual({ mentions, problems: [] });
  expect(readMentionTable(`mention\tids\r\n${rows}`, 't.tsv')).toEqual({ mentions, problems: [] });
});

it('reports other rows with their lines, and keeps those around them', () => {
  const { mentions, problems } = readMentionTable('pain\tD1\nfever\ncough\tD2\tD3\n\tD4\npain\tD1', 't.tsv');
  expect(mentions).toHaveLength(2);
  expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    '2: 2 tab-separated cells expected, mention and ids, 1 found.',
    '3: 2 tab-separated cells expected, mention and ids, 3 found.',
    '4: the mention is empty.',
  ]);
});

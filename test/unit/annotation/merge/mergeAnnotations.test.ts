import { describe, expect, it } from 'vitest';
import { hasConflictMarkers, splitConflicts } from '../../../../src/core/annotation/merge/conflictMarkers.ts';
import { mergeAnnotations } from '../../../../src/core/annotation/merge/mergeAnnotations.ts';
import {
  decideDifference,
  findOpenDifferences,
} from '../../../../src/core/annotation/merge/openDifferences.ts';

const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');
const pain = ['T1\tSymptom 0 4\tpain', 'N1\tReference T1 MESH:D010146\tPain'];
const base = text(...pain);

describe('merging annotation files', () => {
  it('gives what they added a number that is free, and their references follow', () => {
    const ours = text(...pain, 'T2\tDisease 10 14\tflu', 'N2\tReference T2 MESH:D007251\tFlu');
    const theirs = text(
      ...pain,
      'T2\tDisease 20 26\tasthma',
      'N2\tReference T2 MESH:D001249\tAsthma',
      'A1\tNegated T2',
      '#1\tAnnotatorNotes T2\tT2 is meant',
      'R1\tCauses Arg1:T2 Arg2:T1',
      'E1\tFinding:T2 Of:T1',
      '*\tSame T1 T2',
    );
    expect(mergeAnnotations({ base, ours, theirs })).toEqual({
      text:
        ours +
        text(
          'T3\tDisease 20 26\tasthma',
          'N3\tReference T3 MESH:D001249\tAsthma',
          'A1\tNegated T3',
          '#1\tAnnotatorNotes T3\tT2 is meant',
          'R1\tCauses Arg1:T3 Arg2:T1',
          'E1\tFinding:T3 Of:T1',
          '*\tSame T1 T3',
        ),
      conflicts: [],
    });
  });

  it('takes each change that one side alone made of an annotation', () => {
    const ours = text('T1\tSymptom 0 9\tpain back', 'N1\tReference T1 MESH:D010146\tPain', 'A1\tNegated T1');
    const theirs = text('T1\tSymptom 0 4\tpain', 'N4\tReference T1 MESH:D001416\tBack Pain');
    expect(mergeAnnotations({ base, ours, theirs }).text).toBe(
      text('T1\tSymptom 0 9\tpain back', 'A1\tNegated T1', 'N4\tReference T1 MESH:D001416\tBack Pain'),
    );
  });

  it('removes what one side removed and the other left, with what was said of it', () => {
    const theirs = text('T2\tDisease 10 14\tflu');
    const before = base + theirs;
    expect(
      mergeAnnotations({ base: before, ours: `${before}T3\tDisease 20 26\tasthma\n`, theirs }).text,
    ).toBe(text('T2\tDisease 10 14\tflu', 'T3\tDisease 20 26\tasthma'));
  });

  it.each([
    {
      what: 'other concepts',
      ours: [pain[0] ?? '', 'N1\tReference T1 X:1\tOne'],
      theirs: [pain[0] ?? '', 'N1\tReference T1 X:2\tTwo'],
      merged: [
        'T1\tSymptom 0 4\tpain',
        'N1\tReference T1 X:1\tOne',
        'A1\tAdjudicate T1 A',
        '#1\tAnnotatorNotes T1\tDifference 1: other concept; of HEAD; B has 0-4, X:2',
        'T2\tSymptom 0 4\tpain',
        'N2\tReference T2 X:2\tTwo',
        'A2\tAdjudicate T2 B',
        '#2\tAnnotatorNotes T2\tDifference 1: other concept; of a branch; A has 0-4, X:1',
      ],
    },
    {
      what: 'removed here, changed there',
      ours: ['T9\tDisease 10 14\tflu'],
      theirs: [pain[0] ?? '', 'N1\tReference T1 X:2\tTwo'],
      merged: [
        'T9\tDisease 10 14\tflu',
        'T1\tSymptom 0 4\tpain',
        'N1\tReference T1 X:2\tTwo',
        'A1\tAdjudicate T1 B',
        '#1\tAnnotatorNotes T1\tDifference 1: removed; of a branch; A removed it',
      ],
    },
    {
      what: 'other values of an attribute, and another span',
      ours: ['T1\tSymptom 0 6\tpain b', pain[1] ?? '', 'A1\tSeverity T1 high'],
      theirs: ['T1\tSymptom 0 7\tpain ba', pain[1] ?? '', 'A1\tSeverity T1 low'],
      merged: [
        'T1\tSymptom 0 6\tpain b',
        pain[1] ?? '',
        'A1\tSeverity T1 high',
        'A2\tAdjudicate T1 A',
        '#1\tAnnotatorNotes T1\tDifference 1: other span, other attributes; of HEAD; B has 0-7, MESH:D010146, Severity low',
        'T2\tSymptom 0 7\tpain ba',
        'N2\tReference T2 MESH:D010146\tPain',
        'A3\tSeverity T2 low',
        'A4\tAdjudicate T2 B',
        '#2\tAnnotatorNotes T2\tDifference 1: other span, other attributes; of a branch; A has 0-6, MESH:D010146, Severity high',
      ],
    },
  ])('keeps both versions where both sides changed it: $what', ({ ours, theirs, merged }) => {
    const labels = { ours: 'HEAD', theirs: 'a;branch' };
    const result = mergeAnnotations({ base, ours: text(...ours), theirs: text(...theirs), labels });
    expect(result.text).toBe(text(...merged));
    expect(result.conflicts).toHaveLength(1);
  });

  it('is one difference where both added an annotation that overlaps the other’s', () => {
    const ours = text(...pain, 'T2\tDisease 10 20\tlung tumor');
    const theirs = text(...pain, 'T2\tDisease 15 20\ttumor', 'T3\tDisease 30 33\tflu');
    const merged = mergeAnnotations({ base, ours, theirs });
    expect(merged.conflicts).toEqual([{ number: 1, kinds: ['other span'] }]);
    expect(merged.text).toContain('T3\tDisease 30 33\tflu');
  });

  it('keeps what it does not understand, line ends, a byte order mark and a last line without an end', () => {
    const ours = '\ufeffT1\tSymptom 0 4\tpain\r\nwhat is this\r\nX9\tmine T1\r\n# a remark';
    const theirs = '\ufeffT1\tSymptom 0 4\tpain\r\nX9\tyours T1\r\nT7 broken\r\nT8\tbroken\r\n';
    const merged = mergeAnnotations({ base: '\ufeffT1\tSymptom 0 4\tpain\r\n', ours, theirs });
    expect(merged.text).toBe(`${ours}\r\nT8\tbroken\r\nX10\tyours T1\r\nT7 broken\r\n`);
  });

  it('keeps an annotation that one side removed where the other newly refers to it', () => {
    const before = `${base}T2\tDisease 10 14\tflu\n`;
    const ours = `${before}R1\tCauses Arg1:T2 Arg2:T1\n`;
    const merged = mergeAnnotations({ base: before, ours, theirs: text('T2\tDisease 10 14\tflu') });
    expect(merged.conflicts).toEqual([{ number: 1, kinds: ['removed'] }]);
    expect(merged.text).toContain('R1\tCauses Arg1:T2 Arg2:T1');
    expect(merged.text).toContain('T1\tSymptom 0 4\tpain');
  });

  it('numbers differences on from those that are left already', () => {
    const before = text(
      ...pain,
      'A1\tAdjudicate T1 A',
      '#1\tAnnotatorNotes T1\tDifference 4 of 9: only in A',
    );
    const added = (curie: string): string =>
      before + text('T2\tDisease 10 14\tflu', `N2\tReference T2 ${curie}\tFlu`);
    expect(
      mergeAnnotations({ base: before, ours: added('X:1'), theirs: added('X:2') }).conflicts[0]?.number,
    ).toBe(5);
  });
});

describe('files in which git left both versions', () => {
  const common = text(...pain);
  const conflicted = (baseLines: string): string =>
    `${common}<<<<<<< HEAD\nT2\tDisease 10 14\tflu\n${baseLines}=======\nT2\tDisease 20 26\tasthma\n>>>>>>> a branch\n`;

  it('come apart into the versions', () => {
    expect(splitConflicts(conflicted(''), 'a.ann')).toEqual({
      ours: `${common}T2\tDisease 10 14\tflu\n`,
      theirs: `${common}T2\tDisease 20 26\tasthma\n`,
      labels: { ours: 'HEAD', theirs: 'a branch' },
    });
    expect(splitConflicts(conflicted('||||||| 1234567\nT2\tDisease 20 24\tasth\n'), 'a.ann')?.base).toBe(
      `${common}T2\tDisease 20 24\tasth\n`,
    );
  });

  it('are told from files with a comment that looks like a marker', () => {
    expect(hasConflictMarkers(conflicted(''))).toBe(true);
    expect(hasConflictMarkers(conflicted('').replaceAll('\n', '\r\n'))).toBe(true);
    expect(hasConflictMarkers('#1\tAnnotatorNotes T1\t<<<<<<< HEAD\n=======\n')).toBe(false);
    expect(splitConflicts(base, 'a.ann')).toBeUndefined();
  });

  it.each([
    ['<<<<<<< HEAD\n<<<<<<< HEAD\n>>>>>>> x\n', 2],
    ['<<<<<<< HEAD\n>>>>>>> x\n', 2],
    ['<<<<<<< HEAD\n=======\n>>>>>>> x\n<<<<<<< HEAD\n', 5],
    ['>>>>>>> x\n<<<<<<< HEAD\n', 1],
  ])('are refused where the markers are not in pairs: %j', (broken, line) => {
    expect(() => splitConflicts(broken, 'a.ann')).toThrow(`a.ann, line ${line}: `);
  });
});

describe('deciding a difference', () => {
  const ours = text(
    'T1\tSymptom 0 4\tpain',
    'N1\tReference T1 X:1\tOne',
    'R1\tOf Arg1:T1 Arg2:T5',
    'T5\tPart 9 12\tback',
  );
  const theirs = text('T1\tSymptom 0 4\tpain', 'N1\tReference T1 X:2\tTwo', '#1\tAnnotatorNotes T1\tsure');
  const merged = mergeAnnotations({ base, ours, theirs }).text;

  it('is possible for what a merge left', () => {
    expect(findOpenDifferences(merged)).toEqual([
      {
        number: 1,
        kinds: ['other concept'],
        versions: [
          { id: 'T1', side: 'A', label: 'ours' },
          { id: 'T6', side: 'B', label: 'theirs' },
        ],
      },
    ]);
  });

  it('keeps one version, to which then all refers', () => {
    expect(decideDifference(merged, 'T6', { keepsAll: false })).toBe(
      text(
        'T6\tSymptom 0 4\tpain',
        'N2\tReference T6 X:2\tTwo',
        '#1\tAnnotatorNotes T6\tsure',
        'R1\tOf Arg1:T6 Arg2:T5',
        'T5\tPart 9 12\tback',
      ),
    );
    expect(decideDifference(merged, 'T1', { keepsAll: false })).toBe(ours);
  });

  it('keeps both', () => {
    const both = decideDifference(merged, 'T6', { keepsAll: true }) ?? '';
    expect(findOpenDifferences(both)).toEqual([]);
    expect(both).toContain('N1\tReference T1 X:1');
    expect(both).toContain('N2\tReference T6 X:2');
  });

  it('changes nothing where there is no such difference', () => {
    expect(decideDifference(merged, 'T5', { keepsAll: false })).toBeUndefined();
    expect(decideDifference(merged, 'T77', { keepsAll: true })).toBeUndefined();
  });

  it('finds rivals that have no comment by where they are', () => {
    const file = text(
      'T1\tSymptom 0 4\tpain',
      'A1\tAdjudicate T1 A',
      '#1\tAnnotatorNotes T1\tDifference 1 of 1: other concept; B has 0-4',
      'T2\tSymptom 0 4\tpain',
      'A2\tAdjudicate T2 A',
      'T3\tSymptom 0 6\tpain b',
      'A3\tAdjudicate T3 B',
    );
    expect(findOpenDifferences(file)).toEqual([
      {
        number: 1,
        kinds: ['other concept'],
        versions: [
          { id: 'T1', side: 'A' },
          { id: 'T2', side: 'A' },
          { id: 'T3', side: 'B' },
        ],
      },
    ]);
    expect(decideDifference(file, 'T2', { keepsAll: false })).toBe(
      text('T1\tSymptom 0 4\tpain', 'T2\tSymptom 0 4\tpain'),
    );
  });
});

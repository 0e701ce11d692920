import { describe, expect, it } from 'vitest';
import {
  readCandidateNumber,
  readChoose,
  readConcepts,
  readDecision,
  readEverywhere,
  readLinkTarget,
} from '../../../src/extension/commandArguments.ts';

const uri = 'file:///note.txt';
const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } };
/** What VS Code's menus pass. */
const resource = { scheme: 'file', authority: '', path: '/note.txt' };

describe('arguments of commands', () => {
  it('are taken from a link in a hover', () => {
    expect(readLinkTarget({ uri, range, text: 'gout' })).toEqual({ uri, range });
    expect(readDecision({ uri, id: 'S1' })).toEqual({ uri, id: 'S1' });
    expect(readDecision({ uri, id: 'S1', curie: 'MESH:D006073' })).toEqual({
      uri,
      id: 'S1',
      curie: 'MESH:D006073',
    });
    expect(readChoose({ choose: true })).toBe(true);
  });

  it('are taken from a key binding', () => {
    expect([1, 5].map((candidate) => readCandidateNumber({ candidate }))).toEqual([1, 5]);
    expect([0, -1, 1.5, '1', undefined].map((candidate) => readCandidateNumber({ candidate }))).toEqual(
      Array(5).fill(undefined),
    );
    expect(readEverywhere({ everywhere: true })).toBe(true);
    expect([{}, null, { everywhere: 'yes' }].map(readEverywhere)).toEqual([false, false, false]);
  });

  it.each([
    undefined,
    null,
    'text',
    3,
    resource,
    { uri: resource, range, id: 'S1' },
    { uri },
    { choose: 'yes' },
  ])('are none in %j', (argument) => {
    expect(readLinkTarget(argument)).toBeUndefined();
    expect(readDecision(argument)).toBeUndefined();
    expect(readChoose(argument)).toBe(false);
  });

  it.each([
    { start: range.start },
    { ...range, end: { line: 1 } },
    { ...range, end: { line: 1, character: -1 } },
    { ...range, end: { line: 1.5, character: 0 } },
    { ...range, end: { line: '1', character: 0 } },
  ])('are none with the range %j', (broken) => {
    expect(readLinkTarget({ uri, range: broken })).toBeUndefined();
  });
});

describe('the concepts of an argument', () => {
  const concept = { curie: 'HP:0001250', preferredName: 'Seizures' };

  it.each([
    ['HP:0001250', [{ curie: 'HP:0001250', preferredName: 'HP:0001250' }]],
    [{ concepts: [concept] }, [concept]],
    [{ concepts: [concept, { curie: 7, preferredName: 'x' }, null, 'x'] }, [concept]],
    [{ concepts: [] }, []],
    [{ concepts: 'HP:0001250' }, undefined],
    [{ fsPath: '/notes/a.txt' }, undefined],
    [undefined, undefined],
    [7, undefined],
  ])('of %j', (argument, expected) => {
    expect(readConcepts(argument)).toEqual(expected);
  });
});

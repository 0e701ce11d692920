import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoWindows, windowAt } from '../../../src/core/mentionDetection/lineWindows.ts';

const longestWindow = 1_000;

/** Lines of all lengths around the window's, with and without spaces. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('pain ', 'é', '😀', '\t', ' ', '\n', '\r\n', '\r', '\n\n'),
      fc.constantFrom('x'.repeat(499), 'y'.repeat(501), 'word '.repeat(120), 'z'.repeat(1_300)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('windowAt', () => {
  it.each([
    ['one line', 'chest pa|in', 'chest pain'],
    ['the second of three lines', 'a\nchest p|ain\nb', 'chest pain'],
    ['Windows line ends', 'a\r\n|chest pain\r\nb', 'chest pain'],
    ['the end of a line', 'chest pain|\nb', 'chest pain'],
    ['an empty line', 'a\n|\nb', ''],
    ['an empty text', '|', ''],
  ])('in %s', (_, marked, window) => {
    const found = windowAt(marked.replace('|', ''), marked.indexOf('|'));
    expect(found).toEqual({
      start: marked.replace('|', '').indexOf(window, window === '' ? marked.indexOf('|') : 0),
      text: window,
    });
  });

  it('cuts a very long line between words', () => {
    const line = 'lungs '.repeat(1_000);
    const { start, text: window } = windowAt(line, 3_002);
    expect(window.trim().split(' ')).toEqual(Array.from(window.trim().split(' '), () => 'lungs'));
    expect(start % 6).toBe(0);
    expect(window.length).toBeGreaterThan(900);
  });

  it('lies around the position, within its line, no longer than a window', () => {
    const withOffset = text.chain((note) => fc.tuple(fc.constant(note), fc.nat({ max: note.length })));
    fc.assert(
      fc.property(withOffset, ([note, offset]) => {
        const window = windowAt(note, offset);
        expect(note.startsWith(window.text, window.start)).toBe(true);
        expect(window.text.length).toBeLessThanOrEqual(longestWindow);
        expect(window.text).not.toMatch(/[\r\n]/u);
        expect(window.start).toBeLessThanOrEqual(offset);
        // Unless it stands in a word that is longer than half a window, and so is no name.
        const word =
          /\S*$/u.exec(note.slice(0, offset))?.[0].concat(/^\S*/u.exec(note.slice(offset))?.[0] ?? '') ?? '';
        if (word.length < longestWindow / 2) {
          expect(window.text).toContain(word);
          expect(window.start + window.text.length).toBeGreaterThanOrEqual(offset);
        }
      }),
    );
  });
});

describe('splitIntoWindows', () => {
  it('gives all of the text but its line ends, in order and in pieces of bounded length', () => {
    fc.assert(
      fc.property(text, (note) => {
        let end = 0;
        let covered = '';
        for (const window of splitIntoWindows(note)) {
          expect(note.slice(window.start, window.start + window.text.length)).toBe(window.text);
          expect(window.start).toBeGreaterThanOrEqual(end);
          expect(window.text.length).toBeGreaterThan(0);
          expect(window.text.length).toBeLessThanOrEqual(longestWindow);
          end = window.start + window.text.length;
          covered += window.text;
        }
        expect(covered).toBe(note.replace(/[\r\n]/gu, ''));
      }),
    );
  });

  it('gives lines that fit as they are', () => {
    expect([...splitIntoWindows('a b\r\n\r\nc\n')]).toEqual([
      { start: 0, text: 'a b' },
      { start: 7, text: 'c' },
    ]);
  });

  it.each([
    { what: 'words', line: 'word '.repeat(1_000_000) },
    { what: 'one word', line: 'x'.repeat(5_000_000) },
    { what: 'tabs', line: 'a\t'.repeat(2_500_000) },
  ])('does not hang on a line of five million characters of $what', ({ line }) => {
    let covered = 0;
    for (const window of splitIntoWindows(line)) {
      covered += window.text.length;
    }
    expect(covered).toBe(line.length);
    expect(windowAt(line, 2_500_000).text.length).toBeLessThanOrEqual(longestWindow);
  });
});

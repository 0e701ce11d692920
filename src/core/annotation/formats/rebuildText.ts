/** A piece of a text that is known; offsets are code points. */
export interface TextPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longer than any note; a file that states an offset of 10¹² is not to fill the memory. */
export const longestText = 10_000_000;

/** The text that pieces stand in, with spaces where nothing is known; of pieces that overlap the later ones count. */
export function rebuildText(pieces: readonly TextPiece[]): string {
  const length = pieces.reduce((longest, { end }) => Math.max(longest, end), 0);
  const characters = new Array<string>(Math.min(length, longestText)).fill(' ');
  for (const { start, end, text } of pieces) {
    Array.from(text)
      .slice(0, end - start)
      .forEach((character, i) => {
        if (start + i < characters.length) {
          characters[start + i] = character;
        }
      });
  }
  return characters.join('');
}

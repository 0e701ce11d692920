/**
 * The same text in memory of its own. A part of a string keeps the whole alive, here a piece of a file, so what is
 * held until the end of an import would hold the file with it.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

/** An element with all that is in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of its children, as it is written. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Where its start tag ends, counted from 1. */
  readonly line: number;
}

/** The elements that a path of names leads to: of `['TermList', 'Term']`, every `Term` in every `TermList`. */
export function elementsAt(element: XmlElement, path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (parents, name) => parents.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );
}

/** The texts at a path, with single spaces; those that are empty are left out. */
export function textsAt(element: XmlElement, path: readonly string[]): readonly string[] {
  return elementsAt(element, path)
    .map(({ text }) => text.replaceAll(/\s+/gu, ' ').trim())
    .filter((text) => text !== '');
}

/** Whether a part of it was no text in the file's encoding. */
export function isUndecodable(element: XmlElement): boolean {
  return element.text.includes('\uFFFD') || element.children.some(isUndecodable);
}

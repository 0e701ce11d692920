/** The tag in brackets at the end of a fully specified name: "(disorder)", "(medicinal product form)". */
const tagPattern = /\s*\((?<tag>[^()]+)\)\s*$/u;

/** "Asthma (disorder)" → "Asthma"; a name that is nothing but its tag stays as it is. */
export function withoutSemanticTag(fullySpecifiedName: string): string {
  return fullySpecifiedName.replace(tagPattern, '') || fullySpecifiedName;
}

/** "Asthma (disorder)" → "disorder". */
export function semanticTagOf(fullySpecifiedName: string): string | undefined {
  return tagPattern.exec(fullySpecifiedName)?.groups?.['tag'];
}

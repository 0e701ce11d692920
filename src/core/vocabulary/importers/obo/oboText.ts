/**
 * Text as OBO 1.4 writes it, section 2 "OBO Document Structure":
 * http://owlcollab.github.io/oboformat/doc/obo-syntax.html
 */

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', W: ' ' };

/** Any other character that is escaped stands for itself: `\:` is a colon. */
export function unescapeText(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(.)/gsu, (_, character: string) => escapes[character] ?? character)
    : text;
}

/** A value without the qualifiers `{source="…"}` and the comment `! …` that may follow it; still escaped. */
export function readValue(text: string): string {
  return text.slice(0, findEnd(text)).trim();
}

export interface QuotedText {
  /** Unescaped. */
  readonly quoted: string;
  /** Words between the text and the brackets of its references, or the end. */
  readonly words: readonly string[];
}

/** `"text" EXACT ABBREVIATION [references]`; undefined when it does not begin with text in quotation marks. */
export function readQuoted(text: string): QuotedText | undefined {
  const start = text.trimStart();
  if (!start.startsWith('"')) {
    return undefined;
  }
  const end = findUnescaped(start, '"', 1);
  if (end === -1) {
    return undefined;
  }
  const rest = readValue(start.slice(end + 1));
  const brackets = findUnescaped(rest, '[', 0);
  const words = (brackets === -1 ? rest : rest.slice(0, brackets))
    .split(/\s+/u)
    .filter((word) => word !== '');
  return { quoted: unescapeText(start.slice(1, end)).trim(), words };
}

/** An identifier, unescaped, without the description in quotation marks that may follow it. */
export function readIdentifier(text: string): string {
  const value = readValue(text);
  const quote = findUnescaped(value, '"', 0);
  return unescapeText(quote > 0 ? value.slice(0, quote).trimEnd() : value);
}

function findUnescaped(text: string, wanted: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') {
      i += 1;
    } else if (text[i] === wanted) {
      return i;
    }
  }
  return -1;
}

/** Where a comment or qualifiers begin: after white space, since names such as "Oh!" are written without `\`. */
function findEnd(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') {
      i += 1;
    } else if ((character === '!' || character === '{') && (i === 0 || /\s/u.test(text[i - 1] ?? ''))) {
      if (character === '!' || /^\{\s*[\w:.-]+\s*=/u.test(text.slice(i, i + 80))) {
        return i;
      }
    }
  }
  return text.length;
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readDocumentContext, type DocumentContext } from '../core/linking/documentContext.ts';

/** A changed note is another object (`noteDocument.ts`), so what was read of one stays true. */
const contexts = new WeakMap<TextDocument, DocumentContext>();

/** What a note says about the mentions in it, read once for each of its versions. */
export function contextOf(document: TextDocument): DocumentContext {
  const known = contexts.get(document) ?? readDocumentContext(document.getText());
  contexts.set(document, known);
  return known;
}

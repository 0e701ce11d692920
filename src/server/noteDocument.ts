import type { TextDocumentContentChangeEvent, TextDocumentsConfiguration } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../core/annotation/textEdits.ts';

/** An open document that also knows the edits of its last change, so that annotations can follow them. */
export interface NoteDocument {
  readonly uri: string;
  readonly document: TextDocument;
  /** In the order they were made, each with offsets in the text it was made in. */
  readonly lastEdits: readonly TextEdit[];
}

/** How `TextDocuments` makes and updates `NoteDocument`s. */
export const noteDocuments: TextDocumentsConfiguration<NoteDocument> = {
  create: (uri, languageId, version, content) => ({
    uri,
    document: TextDocument.create(uri, languageId, version, content),
    lastEdits: [],
  }),
  update({ uri, document }, changes, version) {
    const lastEdits: TextEdit[] = [];
    // `TextDocument.update` changes its document in place, and requests in progress still look at the old one.
    let updated = TextDocument.create(uri, document.languageId, document.version, document.getText());
    for (const change of changes) {
      lastEdits.push(toTextEdit(updated, change));
      updated = TextDocument.update(updated, [change], version);
    }
    return { uri, document: updated, lastEdits };
  },
};

function toTextEdit(document: TextDocument, change: TextDocumentContentChangeEvent): TextEdit {
  return 'range' in change
    ? {
        start: document.offsetAt(change.range.start),
        end: document.offsetAt(change.range.end),
        text: change.text,
      }
    : { start: 0, end: document.getText().length, text: change.text };
}

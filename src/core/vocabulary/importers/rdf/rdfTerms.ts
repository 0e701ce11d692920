/** As RDF/JS has it (https://rdf.js.org/data-model-spec/#term-interface). */
export interface RdfTerm {
  readonly termType: string;
  readonly value: string;
  /** In lower case, empty without one; of literals only. */
  readonly language?: string;
}

/** Takes what a document says, in its order. */
export interface DocumentSink {
  addTriple(subject: RdfTerm, predicate: RdfTerm, object: RdfTerm, line: number): void;
  /** A prefix that the document declares for a namespace. */
  addPrefix(prefix: string, namespace: string): void;
  /** The document breaks off while it tells about the subject that the last triple had. */
  breakOff(): void;
}

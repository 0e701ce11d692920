import { EventEmitter } from 'node:events';
import { Parser, type Quad, type Token } from 'n3';
import { VocabularyFileError, type SourceFile } from '../importer.ts';
import { decodeXml } from '../xml/decodeXml.ts';
import type { DocumentSink } from './rdfTerms.ts';

/**
 * Turtle (https://www.w3.org/TR/turtle/) and N-Triples, which is a part of it.
 *
 * @throws {VocabularyFileError} where the syntax is broken; what stands before was given to the sink.
 */
export async function readTurtle(
  file: SourceFile,
  baseIri: string,
  sink: DocumentSink,
  signal: AbortSignal | undefined,
): Promise<void> {
  let line = 1;
  let isInStatement = false;
  const input = new EventEmitter();
  const callbacks = {
    onQuad(error: Error | null, quad: Quad | null) {
      if (error !== null) {
        if (isInStatement) {
          sink.breakOff();
        }
        throw damaged(file, line, error);
      }
      if (quad !== null) {
        isInStatement = true;
        sink.addTriple(quad.subject, quad.predicate, quad.object, line);
      }
    },
    onPrefix(prefix: string, namespace: { readonly value: string } | string) {
      sink.addPrefix(prefix, typeof namespace === 'string' ? namespace : namespace.value);
    },
    onToken(token: Token) {
      line = token.line;
    },
    onTokenEnd(token: Token) {
      isInStatement &&= token.type !== '.';
    },
  };
  new Parser({ baseIRI: baseIri }).parse(input, callbacks);
  // There is no encoding but UTF-8, and no declaration; a byte order mark is understood all the same.
  for await (const text of decodeXml(file, signal)) {
    input.emit('data', text);
  }
  input.emit('end');
}

function damaged(file: SourceFile, lastLine: number, error: Error): VocabularyFileError {
  const [, line = lastLine] = /on line (\d+)\.?$/u.exec(error.message) ?? [];
  return new VocabularyFileError(
    file.path,
    `Line ${line}: the Turtle is damaged (${error.message.slice(0, 200)}). What stands before was read; get the file again.`,
    { cause: error },
  );
}

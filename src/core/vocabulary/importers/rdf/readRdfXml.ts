import { DataFactory } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { VocabularyFileError, type SourceFile } from '../importer.ts';
import { decodeXml } from '../xml/decodeXml.ts';
import type { DocumentSink } from './rdfTerms.ts';

/** The nesting of elements; each level costs, and no ontology nests deeper. */
const deepest = 200;

/** Entities, as shorthands for namespaces, make of a text at most a few times as much. */
const expansion = { factor: 20, startChars: 1_000_000 };

/**
 * RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/). External entities and `owl:imports` are not followed, and
 * entities that multiply end the reading.
 *
 * @throws {VocabularyFileError} where the XML is damaged; what stands before was given to the sink.
 */
export async function readRdfXml(
  file: SourceFile,
  baseIri: string,
  sink: DocumentSink,
  signal: AbortSignal | undefined,
): Promise<void> {
  const state: ParserState = {
    readChars: 0,
    expandedChars: 0,
    hasTriples: false,
    isInSubject: false,
    failure: undefined,
  };
  const parser: RdfXmlParser = new RdfXmlParser({
    baseIRI: baseIri,
    trackPosition: true,
    allowDuplicateRdfIds: true,
    // One bad IRI among thousands of good ones would end the reading.
    validateUri: false,
    dataFactory: {
      ...DataFactory,
      literal(value, languageOrDatatype) {
        state.expandedChars += value.length;
        check(state, internalsOf(parser).activeTagStack.length);
        return DataFactory.literal(value, languageOrDatatype as string | undefined);
      },
      // The parser makes a triple at the moment when it reads it, and hands it over later, when the line is
      // another one; so this is where it is taken.
      quad(subject, predicate, object) {
        check(state, internalsOf(parser).activeTagStack.length);
        if (!state.hasTriples) {
          state.hasTriples = true;
          readPrefixes(parser, sink);
        }
        sink.addTriple(subject, predicate, object, internalsOf(parser).saxParser.line);
        return DataFactory.quad(subject, predicate, object);
      },
    },
  });
  parser.on('error', (error: Error) => fail(state, error, parser));
  parser.resume();
  try {
    await parse(file, parser, state, signal);
  } catch (error) {
    if (state.isInSubject) {
      sink.breakOff();
    }
    throw error;
  } finally {
    parser.destroy();
  }
}

/** What the parser has and does not tell; its version is pinned, and the tests look at lines and prefixes. */
interface ParserInternals {
  readonly saxParser: { readonly line: number; close(): void };
  readonly activeTagStack: readonly { readonly namespaces?: readonly { key: string; value: string }[] }[];
}

function internalsOf(parser: RdfXmlParser): ParserInternals {
  return parser as unknown as ParserInternals;
}

interface ParserState {
  readChars: number;
  /** Of the literals. */
  expandedChars: number;
  hasTriples: boolean;
  /** The XML parser goes on after an error; what it makes of the rest is not what stands there. */
  failure: Error | undefined;
  /** Whether the failure came inside of more than the root element. */
  isInSubject: boolean;
}

function fail(state: ParserState, error: Error, parser: RdfXmlParser): void {
  if (state.failure === undefined) {
    state.failure = error;
    state.isInSubject = internalsOf(parser).activeTagStack.length > 1;
  }
}

async function parse(
  file: SourceFile,
  parser: RdfXmlParser,
  state: ParserState,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const text of decodeXml(file, signal)) {
    state.readChars += text.length;
    await new Promise<void>((resolve) => {
      parser.write(text, (error) => {
        if (error) {
          fail(state, error, parser);
        }
        resolve();
      });
    });
    throwIfDamaged(file, state, parser);
  }
  // The RDF parser itself does not mind where a document ends.
  internalsOf(parser).saxParser.close();
  throwIfDamaged(file, state, parser);
}

/** Those of the root element; the parser tells nobody. */
function readPrefixes(parser: RdfXmlParser, sink: DocumentSink): void {
  for (const { key, value } of internalsOf(parser).activeTagStack[0]?.namespaces ?? []) {
    sink.addPrefix(key.replace(/^xmlns:/u, ''), value);
  }
}

function check(state: ParserState, depth: number): void {
  if (state.failure !== undefined) {
    throw state.failure;
  }
  if (depth > deepest) {
    throw new Error(`elements are nested more than ${deepest} deep`);
  }
  if (state.expandedChars > expansion.factor * state.readChars + expansion.startChars) {
    throw new Error('its entities expand to far more than the file');
  }
}

function throwIfDamaged(file: SourceFile, { failure }: ParserState, parser: RdfXmlParser): void {
  if (failure !== undefined) {
    const [, line = internalsOf(parser).saxParser.line, what = failure.message] =
      /^(?:Line )?(\d+)(?::| column )\d+: (.*)$/su.exec(failure.message) ?? [];
    throw new VocabularyFileError(
      file.path,
      `Line ${line}: the RDF/XML is damaged (${what.slice(0, 200)}). What stands before was read; get the file again.`,
      { cause: failure },
    );
  }
}

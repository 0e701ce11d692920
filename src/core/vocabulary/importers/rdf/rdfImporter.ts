import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type SampledFile,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { describeConcepts } from './describeConcepts.ts';
import { gatherSubjects, type GatheredSubjects } from './gatherSubjects.ts';
import { createIriCuries } from './iriCuries.ts';
import type { DocumentSink } from './rdfTerms.ts';
import { readRdfXml } from './readRdfXml.ts';
import { readTurtle } from './readTurtle.ts';
import { describeRelease } from './subject.ts';

/**
 * OWL ontologies and SKOS thesauri, in RDF/XML, Turtle and N-Triples. Classes and concepts of several files are
 * those of one vocabulary. What the files import from elsewhere is not fetched.
 */
export const rdfImporter: VocabularyImporter = {
  format: 'rdf',
  title: 'OWL or SKOS in RDF/XML, Turtle or N-Triples',
  recognize: (files) => files.filter((file) => isRdfXml(file.head) || isTurtle(file)),
  read: readDocuments,
};

/** By its root element; OWL/XML, which has another one, is another format. */
function isRdfXml(head: string): boolean {
  return (
    /<(?:[A-Za-z_][\w.-]*:)?RDF[\s>]/u.test(head) &&
    head.includes('http://www.w3.org/1999/02/22-rdf-syntax-ns#') &&
    !/^\s*<(?:!doctype html|html)/iu.test(head)
  );
}

function isTurtle({ path, head }: SampledFile): boolean {
  const isMarkup = /^\uFEFF?\s*<(?:[!?]|[A-Za-z][\w-]*[\s>/])/u.test(head);
  const isTriple = /^[ \t]*(?:<[^<>\s]+>|_:\S+)[ \t]+<[^<>\s]+>[ \t]+(?:["<]|_:).*\.[ \t]*(?:#.*)?$/mu;
  return (
    !isMarkup &&
    (/\.(?:ttl|turtle|nt)$/iu.test(path) ||
      /^\uFEFF?[ \t]*(?:@prefix|PREFIX)[ \t]+[\w.-]*:[ \t]*<[^<>\s]*>/mu.test(head) ||
      isTriple.test(head))
  );
}

async function* readDocuments(
  files: readonly SourceFile[],
  { signal, languages = ['en'], prefix }: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const gathered = gatherSubjects(languages);
  const prefixes = new Map<string, string>();
  let failure: VocabularyFileError | undefined;
  for (const file of files) {
    try {
      await readDocument(file, gathered, prefixes, signal);
    } catch (error) {
      if (!(error instanceof VocabularyFileError)) {
        throw error;
      }
      failure = error;
      break;
    } finally {
      gathered.endDocument();
    }
  }
  for (const [iri, subject] of gathered.subjects) {
    if (subject.ontology?.isOntology === true) {
      yield { kind: 'release', release: describeRelease(iri, subject) };
      break;
    }
  }
  yield* describeConcepts(gathered.subjects, createIriCuries(prefixes, prefix));
  if (failure !== undefined) {
    throw failure;
  }
}

async function readDocument(
  file: SourceFile,
  gathered: GatheredSubjects,
  prefixes: Map<string, string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sink: DocumentSink = {
    addTriple(subject, predicate, object, line) {
      gathered.addTriple({ subject, predicate, object, file: file.path, line });
    },
    addPrefix(name, namespace) {
      if (name !== '' && !prefixes.has(namespace)) {
        prefixes.set(namespace, name);
      }
    },
    breakOff: () => gathered.dropLast(),
  };
  // A document's own IRI is where it was found (RFC 3986, 5.1.3); all that is relative to it stays local.
  const baseIri = `file:///${encodeURI(file.path)}`;
  await ((await isMarkup(file)) ? readRdfXml : readTurtle)(file, baseIri, sink, signal);
}

/** Turtle may begin with `<` too, but not so. */
async function isMarkup(file: SourceFile): Promise<boolean> {
  let start = '';
  for await (const chunk of file.read()) {
    start += Buffer.from(chunk).toString('latin1').replaceAll('\0', '');
    if (start.trim().length > 100) {
      break;
    }
  }
  return /^(?:ï»¿|ÿþ|þÿ)?\s*<(?:[!?]|(?:[\w.-]+:)?RDF\s)/u.test(start);
}

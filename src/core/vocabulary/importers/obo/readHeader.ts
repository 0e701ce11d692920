import type { ReleaseDetails } from '../importer.ts';
import type { OboStanza } from './oboStanzas.ts';
import { readQuoted, readValue, unescapeText } from './oboText.ts';
import { valuesOf } from './readTerm.ts';

export interface OboHeader {
  readonly release: ReleaseDetails;
  /** In lower case. */
  readonly abbreviationTypes: ReadonlySet<string>;
}

/** OBO Metadata Ontology: "abbreviation" and "acronym". */
const knownAbbreviationTypes = ['abbreviation', 'acronym', 'omo:0003000', 'omo:0003012'];

export function readHeader(stanza: OboStanza): OboHeader {
  const declared = valuesOf(stanza, 'synonymtypedef')
    .map(({ value }) => readValue(value))
    // An identifier or a description that speaks of them.
    .filter((value) => /abbreviat|acronym/iu.test(value))
    .map((value) => unescapeText(value.split(/\s/u)[0] ?? '').toLowerCase());
  return {
    release: readRelease(stanza),
    abbreviationTypes: new Set([...knownAbbreviationTypes, ...declared]),
  };
}

function readRelease(stanza: OboStanza): ReleaseDetails {
  const first = (tag: string): string | undefined => {
    const [clause] = valuesOf(stanza, tag);
    const value = clause === undefined ? '' : unescapeText(readValue(clause.value));
    return value === '' ? undefined : value;
  };
  const property = (pattern: RegExp): string | undefined => {
    const found = valuesOf(stanza, 'property_value').find(({ value }) =>
      pattern.test(value.split(/\s/u)[0] ?? ''),
    );
    const value = found?.value.replace(/^\S+\s+/u, '') ?? '';
    return value === ''
      ? undefined
      : (readQuoted(value)?.quoted ?? unescapeText(value.split(/\s/u)[0] ?? ''));
  };
  const ontology = first('ontology');
  const title = property(/[:/\-_]title$/u) ?? ontology ?? first('default-namespace');
  const version = readVersion(first('data-version') ?? first('date'));
  const licence = property(/[:/\-_](?:licen[cs]e|rights)$/u);
  return {
    ...(title !== undefined && { title }),
    ...(version !== undefined && { version }),
    ...(licence !== undefined && { licence }),
    // An ontology's identifier stands for its IRI (5.1.1).
    ...(ontology !== undefined &&
      /^[\w/.-]+$/u.test(ontology) && { source: `http://purl.obolibrary.org/obo/${ontology}.owl` }),
  };
}

/** `releases/2016-04-01` and `hp/releases/2016-04-01/hp.owl` are versions, `01:04:2016 14:00` is a date. */
function readVersion(text: string | undefined): string | undefined {
  const [, day, month, year] = /^(\d\d):(\d\d):(\d{4})/u.exec(text ?? '') ?? [];
  return year === undefined ? (/\d{4}-\d\d-\d\d/u.exec(text ?? '')?.[0] ?? text) : `${year}-${month}-${day}`;
}

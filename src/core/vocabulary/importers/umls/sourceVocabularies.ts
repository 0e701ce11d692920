import type { Curie } from '../../concept.ts';
import { toCurie } from '../curies.ts';

interface SourceVocabulary {
  readonly prefix: string;
  /** Which codes are the vocabulary's own: the UMLS makes up others (`MTHU…`, `TCGA`, `NOCODE`). */
  readonly code: RegExp;
}

/** SAB of the UMLS whose codes other vocabularies and texts refer to; translations have their original's codes. */
const vocabularies: ReadonlyMap<string, SourceVocabulary> = new Map(
  [
    ['ATC', 'ATC', /^[A-Z](?:\d\d(?:[A-Z]{1,2}(?:\d\d)?)?)?$/u],
    ['CVX', 'CVX', /^\d+$/u],
    ['DRUGBANK', 'DRUGBANK', /^DB\d+$/u],
    ['FMA', 'FMA', /^\d+$/u],
    ['GO', 'GO', /^GO:\d+$/u],
    ['HGNC', 'HGNC', /^HGNC:\d+$/u],
    ['HPO', 'HP', /^HP:\d+$/u],
    ['ICD10', 'ICD10', /^[A-Z]\d[\d.-]*$/u],
    ['ICD10CM', 'ICD10CM', /^[A-Z]\d[\dA-Z][\dA-Z.]*$/u],
    ['ICD10PCS', 'ICD10PCS', /^[\dA-HJ-NP-Z]{3,7}$/u],
    ['ICD9CM', 'ICD9CM', /^[EV]?\d[\d.-]*$/u],
    ['LNC', 'LOINC', /^(?:L[APLG])?\d+-\d$/u],
    ['MDR', 'MEDDRA', /^\d{8}$/u],
    ['MONDO', 'MONDO', /^MONDO:\d+$/u],
    ['MSH', 'MESH', /^[CDQ]\d+$/u],
    ['NCBI', 'NCBITAXON', /^\d+$/u],
    ['NCI', 'NCIT', /^C\d+$/u],
    ['OMIM', 'OMIM', /^\d{6}$/u],
    ['ORPHANET', 'ORPHANET', /^(?:ORPHA:|Orphanet_)?\d+$/u],
    ['RXNORM', 'RXNORM', /^\d+$/u],
    ['SCTSPA', 'SNOMEDCT', /^\d{6,18}$/u],
    ['SNOMEDCT_US', 'SNOMEDCT', /^\d{6,18}$/u],
    ['SNOMEDCT_VET', 'SNOMEDCT', /^\d{6,18}$/u],
  ].map(([source, prefix, code]) => [source as string, { prefix: prefix as string, code: code as RegExp }]),
);

/** MSHSPA, MDRFRE, LNC-ES-ES. */
const translation = /^(?:MSH|MDR|LNC(?=-))/u;

/** The concept of the source that an atom is a name of, where the source is one that others refer to. */
export function sourceConcept(source: string, code: string): Curie | undefined {
  const vocabulary = vocabularies.get(source) ?? vocabularies.get(translation.exec(source)?.[0] ?? '');
  if (!vocabulary?.code.test(code)) {
    return undefined;
  }
  // What has no prefix of its own needs none of the other forms that toCurie knows, which are slower to try.
  return /[:_]/u.test(code) ? toCurie(code, vocabulary.prefix) : `${vocabulary.prefix}:${code}`;
}

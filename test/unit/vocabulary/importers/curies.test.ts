import { describe, expect, it } from 'vitest';
import { isCurie, toCurie } from '../../../../src/core/vocabulary/importers/curies.ts';

describe('toCurie', () => {
  it.each([
    ['HP:0001250', 'HP:0001250'],
    ['MSH:D009203', 'MESH:D009203'],
    ['MeSH:d009203', 'MESH:D009203'],
    ['UMLS_CUI:C0027051', 'UMLS:C0027051'],
    ['SNOMEDCT_US:22298006', 'SNOMEDCT:22298006'],
    ['SNOMEDCT_US_2023_03_01:22298006', 'SNOMEDCT:22298006'],
    ['NCI2004_11_17:C3274', 'NCIT:C3274'],
    ['SCTID:22298006', 'SNOMEDCT:22298006'],
    ['ICD10CM:I21.9', 'ICD10CM:I21.9'],
    ['ICD-10:I21', 'ICD10:I21'],
    ['MIM:264300', 'OMIM:264300'],
    ['OMIM:PS105400', 'OMIM.PS:105400'],
    ['OMIMPS:105400', 'OMIM.PS:105400'],
    ['Orphanet:558', 'ORPHANET:558'],
    ['ORDO:Orphanet_558', 'ORPHANET:558'],
    ['Fyler:4876', 'FYLER:4876'],
    ['HGNC:HGNC:5', 'HGNC:5'],
    ['DO:DOID:0060395', 'DOID:0060395'],
    ['HP_0001250', 'HP:0001250'],
    [' <http://purl.obolibrary.org/obo/HP_0001250> ', 'HP:0001250'],
    ['http://purl.obolibrary.org/obo/NCBITaxon_9606', 'NCBITAXON:9606'],
    ['https://identifiers.org/mesh/D009203', 'MESH:D009203'],
    ['https://bioregistry.io/mesh:D009203', 'MESH:D009203'],
    ['http://identifiers.org/hgnc/HGNC:5', 'HGNC:5'],
    ['http://id.nlm.nih.gov/mesh/2024/D009203', 'MESH:D009203'],
    ['http://www.orpha.net/ORDO/Orphanet_558', 'ORPHANET:558'],
    ['http://www.ebi.ac.uk/efo/EFO_0000612', 'EFO:0000612'],
    ['http://snomed.info/id/22298006', 'SNOMEDCT:22298006'],
    ['http://purl.bioontology.org/ontology/LNC/2345-7', 'LOINC:2345-7'],
    ['http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C27996', 'NCIT:C27996'],
    ['http://linkedlifedata.com/resource/umls/id/C0027051', 'UMLS:C0027051'],
  ])('reads %s as %s', (identifier, curie) => {
    expect(toCurie(identifier)).toBe(curie);
    expect(toCurie(identifier, 'LOCAL')).toBe(curie);
    expect(isCurie(curie)).toBe(true);
  });

  it.each([
    'http://en.wikipedia.org/wiki/Heart_attack',
    'http://purl.obolibrary.org/obo/hp#layperson',
    'url:https://www.who.int/',
    'urn:oid:2.16.840.1',
    'Wikipedia:Heart attack',
    'HP:',
    ':0001250',
    'A:b:c',
    'MESH:D1|MESH:D2',
    '',
    ' ',
  ])('takes %j for no identifier, with a default prefix either', (identifier) => {
    expect(toCurie(identifier)).toBeUndefined();
    expect(toCurie(identifier, 'LOCAL')).toBeUndefined();
  });

  it('puts a prefix before bare identifiers where one is given', () => {
    expect(toCurie('D009203')).toBeUndefined();
    expect(toCurie('D009203', 'msh')).toBe('MESH:D009203');
    expect(toCurie('heart-1', 'LOCAL')).toBe('LOCAL:heart-1');
    expect(toCurie('two words', 'LOCAL')).toBeUndefined();
  });
});

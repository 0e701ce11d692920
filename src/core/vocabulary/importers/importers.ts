import { icd10cmImporter } from './icd10cm/icd10cmImporter.ts';
import type { VocabularyImporter } from './importer.ts';
import { loincImporter } from './loinc/loincImporter.ts';
import { meshImporter } from './mesh/meshImporter.ts';
import { oboImporter } from './obo/oboImporter.ts';
import { oboGraphsImporter } from './oboGraphs/oboGraphsImporter.ts';
import { rdfImporter } from './rdf/rdfImporter.ts';
import { rf2Importer } from './snomed/rf2Importer.ts';
import { sssomImporter } from './sssom/sssomImporter.ts';
import { biosynImporter } from './tables/biosynImporter.ts';
import { conceptTableImporter } from './tables/conceptTableImporter.ts';
import { tableImporter } from './tables/tableImporter.ts';
import { rrfImporter } from './umls/rrfImporter.ts';

/**
 * In the order in which they are asked whether files are theirs: first releases of many files, then what a file's
 * beginning tells for certain, last tables of any kind.
 */
export const importers: readonly VocabularyImporter[] = [
  rrfImporter,
  rf2Importer,
  loincImporter,
  meshImporter,
  icd10cmImporter,
  oboImporter,
  oboGraphsImporter,
  rdfImporter,
  sssomImporter,
  conceptTableImporter,
  biosynImporter,
  tableImporter,
];

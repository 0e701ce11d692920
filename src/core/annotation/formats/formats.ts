import type { AnnotationFormat } from './annotationFormat.ts';
import { biocJsonFormat } from './bioc/biocJsonFormat.ts';
import { biocXmlFormat } from './bioc/biocXmlFormat.ts';
import { bratFormat } from './brat/bratFormat.ts';
import { casJsonFormat } from './casJsonFormat.ts';
import { conllFormat } from './conllFormat.ts';
import { fhirFormat } from './fhir/fhirFormat.ts';
import { pubAnnotationFormat } from './pubAnnotationFormat.ts';
import { pubTatorFormat } from './pubTator/pubTatorFormat.ts';
import { csvFormat, tsvFormat } from './tableFormats.ts';
import { webAnnotationFormat } from './webAnnotationFormat.ts';

/** In the order in which they are asked whether a file is theirs. */
export const annotationFormats: readonly AnnotationFormat[] = [
  bratFormat,
  biocXmlFormat,
  biocJsonFormat,
  webAnnotationFormat,
  casJsonFormat,
  pubAnnotationFormat,
  pubTatorFormat,
  csvFormat,
  tsvFormat,
  conllFormat,
  fhirFormat,
];

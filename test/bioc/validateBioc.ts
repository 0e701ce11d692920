import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DtdValidator, XmlDocument, XmlDtd, XmlLibError } from 'libxml2-wasm';

const dtd = readFileSync(join(import.meta.dirname, 'BioC.dtd'), 'utf8');

/** What libxml2 finds wrong with a BioC XML file by BioC's own DTD; nothing when it is valid. */
export function validateBioc(xml: string): string[] {
  try {
    using document = XmlDocument.fromString(xml);
    using declared = XmlDtd.fromString(dtd);
    new DtdValidator(declared).validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlLibError) {
      return [error.message];
    }
    throw error;
  }
}

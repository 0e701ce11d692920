export const namespaces = {
  dcterms: 'http://purl.org/dc/terms/',
  ex: 'http://example.org/pumps#',
  obo: 'http://purl.obolibrary.org/obo/',
  oboInOwl: 'http://www.geneontology.org/formats/oboInOwl#',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
};

/** @param start What stands before the root element. */
export const xml = (body: string, start = ''): string =>
  `<?xml version="1.0"?>\n${start}<rdf:RDF xml:base="http://purl.obolibrary.org/obo/pump.owl" ${Object.entries(
    namespaces,
  )
    .map(([prefix, iri]) => `xmlns:${prefix}="${iri}"`)
    .join(' ')}>\n${body}\n</rdf:RDF>\n`;

export const turtle = (body: string): string =>
  `${Object.entries(namespaces)
    .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`)
    .join('')}${body}`;

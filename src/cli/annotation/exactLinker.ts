import type { Linker } from '../../core/linking/linker.ts';

/**
 * The floor that linking is compared with: a mention is what has a concept's name for its spelling (upper and lower case
 * and punctuation aside), as a dictionary would find it, without the encoder and without what the document says of its
 * abbreviations.
 */
export function createExactLinker(linker: Linker): Linker {
  return {
    link: (mentions, options) => linker.linkExactly(mentions, options),
    linkExactly: (mentions, options) => linker.linkExactly(mentions, options),
    disambiguate: (results) => Promise.resolve([...results]),
    search: linker.search,
  };
}

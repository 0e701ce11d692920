/** The order of CUIs in sorted files: bytewise, and RXCUIs, which have no leading zeros, as numbers. */
export function compareCuis(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** NLM's (`C0027051`), those of the NCI Metathesaurus alone (`CL505073`), and RXCUIs (`1191`). */
export const cuiPattern: Readonly<Record<'umls' | 'rxnorm', RegExp>> = {
  umls: /^CL?\d{6,}$/u,
  rxnorm: /^\d+$/u,
};

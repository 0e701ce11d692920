/**
 * British spellings with the American ones. Each stem is written out, since "ae" and "oe" are also two sounds
 * ("aerobic", "coenzyme", "Michaelis"). Words may become what nobody writes ("adviced"): the result is compared,
 * never shown.
 */
const respellings: readonly (readonly [RegExp, string])[] = [
  [/aem/gu, 'em'],
  [/oedem/gu, 'edem'],
  [/oesoph/gu, 'esoph'],
  [/oestr/gu, 'estr'],
  [/oedip/gu, 'edip'],
  [/(?<=rrh|pn)oe/gu, 'e'],
  [/^aetio/gu, 'etio'],
  [/gynaec/gu, 'gynec'],
  [/paed/gu, 'ped'],
  [/phaeo/gu, 'pheo'],
  [/palaeo/gu, 'paleo'],
  [/aesth/gu, 'esth'],
  [/caec/gu, 'cec'],
  [/faec/gu, 'fec'],
  [/foet/gu, 'fet'],
  [/naev/gu, 'nev'],
  [/taeni/gu, 'teni'],
  [/caes(?=ar|ium)/gu, 'ces'],
  [/coeli/gu, 'celi'],
  [/amoeb/gu, 'ameb'],
  [/homoeo/gu, 'homeo'],
  [/manoeuv/gu, 'maneuv'],
  [/leuc(?=[oae])/gu, 'leuk'],
  [/sulph/gu, 'sulf'],
  [/(?<=tum|col|behavi|od|hum|lab|vap|fav|rig)our/gu, 'or'],
  [/(?<=[a-z]{2})is(?=ation|ed$|ing$)/gu, 'iz'],
  [/lys(?=ed$|ing$)/gu, 'lyz'],
  [/^([a-z]*(?:fib|met)|cent|epicent|lit|goit|tit|calib)re$/gu, '$1er'],
  [/logue$/gu, 'log'],
  [/^neurone$/gu, 'neuron'],
  [/^disc$/gu, 'disk'],
  [/^grey$/gu, 'gray'],
  [/^ageing$/gu, 'aging'],
  [/^mould/gu, 'mold'],
  [/^aluminium$/gu, 'aluminum'],
];

/** The American spelling of a word in lower case: "oesophageal" → "esophageal". */
const anyBritish =
  /ae|oe|our|leuc|sulph|re$|logue$|[iy]s(?:ed|ing|ation)|^(?:neurone|disc|grey|ageing|mould|aluminium)/u;

export function americanSpelling(word: string): string {
  // Most words have nothing British about them, and vocabularies have millions of words.
  return !anyBritish.test(word)
    ? word
    : respellings.reduce((spelled, [british, american]) => spelled.replace(british, american), word);
}

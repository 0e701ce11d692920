/** Which names are taken, and in which order they come. */
export interface LanguagePreference {
  /** Place of a description's language (`languageCode`) among those that were asked for. */
  placeOf(languageCode: string): number | undefined;
  /** How well a row of a language reference set speaks for a description, the smallest best. */
  preferenceOf(referenceSet: string, acceptability: string): number | undefined;
}

/** Of names, by what the language reference sets say about them, the smallest first. */
export const preferences = {
  /** In a dialect that was asked for. */
  inDialect: 0,
  /** In US English, in which fully specified names are written. */
  inUsEnglish: 1,
  inOther: 2,
  fullySpecified: 4,
  acceptable: 5,
  /** In no reference set, so perhaps unfit in every dialect. */
  unmarked: 8,
} as const;
/** How far the names of one language are from the next one's. */
export const languageStep = 10;

const preferred = '900000000000548007';
const acceptable = '900000000000549004';
const usEnglish = '900000000000509007';

/** Language reference sets of regions (SNOMED International, ECL specification, appendix C: Dialect Aliases). */
const dialects: ReadonlyMap<string, string> = new Map([
  ['32570271000036106', 'en-au'],
  ['19491000087109', 'en-ca'],
  ['900000000000508004', 'en-gb'],
  ['999001261000000100', 'en-gb'],
  ['21000220103', 'en-ie'],
  ['271000210107', 'en-nz'],
  [usEnglish, 'en-us'],
  ['21000172104', 'fr-be'],
  ['20581000087109', 'fr-ca'],
  ['31000172101', 'nl-be'],
  ['31000146106', 'nl-nl'],
  ['61000202103', 'nb-no'],
  ['91000202106', 'nn-no'],
]);

export function createLanguagePreference(languages: readonly string[]): LanguagePreference {
  const tags = languages.map((tag) => tag.toLowerCase());
  const places = [...new Set(tags.map(primarySubtag))];
  return {
    placeOf(languageCode) {
      const place = places.indexOf(primarySubtag(languageCode.toLowerCase()));
      return place < 0 ? undefined : place;
    },
    preferenceOf(referenceSet, acceptability) {
      if (acceptability !== preferred) {
        return acceptability === acceptable ? preferences.acceptable : undefined;
      }
      if (tags.includes(dialects.get(referenceSet) ?? '')) {
        return preferences.inDialect;
      }
      return referenceSet === usEnglish ? preferences.inUsEnglish : preferences.inOther;
    },
  };
}

function primarySubtag(tag: string): string {
  return tag.split('-')[0] ?? tag;
}

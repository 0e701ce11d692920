/** LAT of the UMLS (ISO 639-2/B, and SCR for Croatian) under the primary subtags of BCP 47. */
const languageCodes: ReadonlyMap<string, string> = new Map(
  `ar:ARA cs:CZE da:DAN de:GER el:GRE en:ENG es:SPA et:EST eu:BAQ fi:FIN fr:FRE he:HEB hr:SCR hu:HUN it:ITA
   ja:JPN ko:KOR lv:LAV nb:NOR nl:DUT nn:NOR no:NOR pl:POL pt:POR ru:RUS sv:SWE tr:TUR uk:UKR zh:CHI`
    .trim()
    .split(/\s+/u)
    .map((pair) => pair.split(':') as [string, string]),
);

export const knownLanguages: ReadonlySet<string> = new Set(languageCodes.values());

/** LAT of the languages with their place in the list, since names of an earlier one are preferred. */
export function orderLanguages(languages: readonly string[]): ReadonlyMap<string, number> {
  const codes = languages.flatMap((tag) => languageCodes.get(tag.toLowerCase().split('-')[0] ?? '') ?? []);
  return new Map([...new Set(codes)].map((code, i) => [code, i]));
}

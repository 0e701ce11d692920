const combiningMarks = /\p{M}+/gu;
const possessive = /['’]s\b/gu;
const apostrophes = /['’]/gu;
const separators = /[^\p{L}\p{N}+%]+/gu;

/**
 * The form under which two spellings of one name are the same name: compatibility-composed, lower case,
 * without diacritics, possessives and punctuation, single spaces. `+` and `%` stay, since "HER2+" and
 * "O2 %" differ from what is left without them. May be empty.
 */
export function normalizeName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(combiningMarks, '')
    .toLowerCase()
    .replace(possessive, '')
    .replace(apostrophes, '')
    .replace(separators, ' ')
    .trim();
}

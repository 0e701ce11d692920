import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readConceptIds } from '../conceptIds.ts';
import { splitLines } from '../textLines.ts';
import type { DictionaryConcept, DictionaryContent } from './dictionary.ts';

/** How the comment begins that names the columns. */
export const ctdHeader = /^# *(\w+Name\t\w+ID(?:\t.*)?)$/mu;

/**
 * Reads a vocabulary of the Comparative Toxicogenomics Database, such as MEDIC (`CTD_diseases.tsv`): tab-separated,
 * columns named in a comment, several values of a cell joined by `|`. Alternative identifiers mean the same concept.
 */
export function readCtdDictionary(text: string, file: string): DictionaryContent {
  const columns = ctdHeader.exec(text)?.[1]?.split('\t') ?? [];
  const positions = ['ID', 'Name', 'Synonyms'].map((end) => columns.findIndex((name) => name.endsWith(end)));
  const [id = -1, name = -1, synonyms = -1] = positions;
  const alternatives = columns.findIndex((column) => /^Alt\w*IDs$/u.test(column));
  const concepts: DictionaryConcept[] = [];
  const problems: ImportProblem[] = [];
  for (const { text: content, line } of splitLines(text)) {
    if (content.startsWith('#') || content.trim() === '') {
      continue;
    }
    const cells = content.split('\t');
    const ids = readConceptIds([cells[id], cells[alternatives]].filter(Boolean).join('|'));
    const names = [cells[name] ?? '', ...(cells[synonyms] ?? '').split('|')].map((some) => some.trim());
    if (cells.length !== columns.length) {
      const message = `${columns.length} tab-separated cells expected, ${cells.length} found.`;
      problems.push({ file, line, message });
    } else if (ids.length === 0 || names[0] === '') {
      problems.push({ file, line, message: 'the concept has no identifier or no name.' });
    } else {
      concepts.push({ ids, names: [...new Set(names)].filter((some) => some !== '') });
    }
  }
  return { concepts, problems };
}

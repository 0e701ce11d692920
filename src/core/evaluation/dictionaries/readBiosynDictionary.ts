import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { readConceptIds } from '../conceptIds.ts';
import { splitLines } from '../textLines.ts';
import { groupByIds, type DictionaryContent } from './dictionary.ts';

/** Reads a dictionary in BioSyn's form: `id||name`, one name a line, several identifiers joined by `|`. */
export function readBiosynDictionary(text: string, file: string): DictionaryContent {
  const names: { ids: string[]; name: string }[] = [];
  const problems: ImportProblem[] = [];
  for (const { text: content, line } of splitLines(text)) {
    const cut = content.lastIndexOf('||');
    const ids = readConceptIds(content.slice(0, Math.max(cut, 0)));
    const name = content.slice(cut + 2).trim();
    if (cut >= 0 && ids.length > 0 && name !== '') {
      names.push({ ids, name });
    } else if (content.trim() !== '') {
      const message = `a line "id||name" is expected, ids joined by "|"; this one is left out.`;
      problems.push({ file, line, message });
    }
  }
  return { concepts: groupByIds(names), problems };
}

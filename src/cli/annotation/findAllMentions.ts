import { readDocumentContext } from '../../core/linking/documentContext.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import { createNoteSearch } from '../../core/linking/mentions/noteSearch.ts';
import type { Session } from '../session.ts';

/** The mentions of a whole note, in order. */
export function findAllMentions(
  { linker, linkOptions: options, signal }: Session,
  text: string,
): Promise<readonly NoteMention[]> {
  return createNoteSearch().find(text, { linker, options, signal, document: readDocumentContext(text) });
}

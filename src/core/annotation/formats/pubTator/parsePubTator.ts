import type { ImportProblem } from '../../../vocabulary/importProblem.ts';

/** `pmid|t|title` or `pmid|a|abstract`. */
export const pubTatorText = /^([^|\t]+)\|([ta])\|(.*)$/u;
const wholeNumber = /^\d+$/u;

/** A document as its lines have it. */
export interface PubTatorDocument {
  readonly id: string;
  readonly line: number;
  /** Title and abstract, as far as there are any. */
  readonly texts: readonly string[];
  readonly annotations: readonly PubTatorAnnotation[];
  readonly relations: readonly { readonly type: string; readonly targets: readonly string[] }[];
}

/** `pmid start end mention type ids` (tabs); offsets are code points of title, one space and abstract. */
export interface PubTatorAnnotation {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly mention: string;
  readonly type: string;
  readonly ids: string;
}

export type PubTatorRecord =
  | { readonly kind: 'document'; readonly document: PubTatorDocument }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

export interface PubTatorParser {
  /** Takes one line; gives what is complete with it. */
  line(text: string, line: number): readonly PubTatorRecord[];
  end(): readonly PubTatorRecord[];
}

interface Draft extends PubTatorDocument {
  readonly texts: string[];
  readonly annotations: PubTatorAnnotation[];
  readonly relations: { type: string; targets: readonly string[] }[];
}

/** Reads PubTator's form line by line and holds no more than one document. */
export function createPubTatorParser(file: string): PubTatorParser {
  let current: Draft | undefined;
  const seen = new Set<string>();
  const begin = (id: string, line: number, text: string): readonly PubTatorRecord[] => {
    const finished = finish(current);
    current = { id, line, texts: [text], annotations: [], relations: [] };
    if (!seen.has(id)) {
      seen.add(id);
      return finished;
    }
    const message = `document ${id} stands here for the second time; both count.`;
    return [...finished, { kind: 'problem', problem: { file, line, message } }];
  };
  return {
    line(text, line) {
      const [, id, part, content = ''] = pubTatorText.exec(text) ?? [];
      if (id !== undefined && (part === 't' || current?.id !== id)) {
        return begin(id, line, content);
      }
      if (id !== undefined) {
        current?.texts.push(content);
        return [];
      }
      const cells = text.split('\t');
      const annotation = current?.id === cells[0] ? readAnnotation(cells, line) : undefined;
      if (annotation !== undefined) {
        current?.annotations.push(annotation);
      } else if (cells.length >= 4 && !wholeNumber.test(cells[1] ?? '')) {
        const [, type = '', ...targets] = cells;
        current?.relations.push({ type, targets: targets.filter((target) => target !== '') });
      } else if (text.trim() !== '') {
        const expected = `a line "pmid start end mention type ids" (tabs) of ${current?.id ?? 'a document'}`;
        const message = `${expected} is expected; this one is left out.`;
        return [{ kind: 'problem', problem: { file, line, message } }];
      }
      return [];
    },
    end: () => finish(current),
  };
}

function finish(draft: Draft | undefined): readonly PubTatorRecord[] {
  return draft === undefined ? [] : [{ kind: 'document', document: draft }];
}

function readAnnotation(cells: readonly string[], line: number): PubTatorAnnotation | undefined {
  const [, start = '', end = '', mention = '', type = '', ids = ''] = cells;
  if (cells.length >= 5 && wholeNumber.test(start) && wholeNumber.test(end)) {
    return { line, start: Number(start), end: Number(end), mention, type, ids };
  }
  // As bconv writes for FBK: `pmid T1 type start end mention`.
  const [, number = '', fbkType = '', fbkStart = '', fbkEnd = '', fbkMention = ''] = cells;
  return cells.length === 6 && /^T\d+$/u.test(number) && [fbkStart, fbkEnd].every((n) => wholeNumber.test(n))
    ? {
        line,
        start: Number(fbkStart),
        end: Number(fbkEnd),
        mention: fbkMention,
        type: fbkType,
        ids: '',
      }
    : undefined;
}

import { type AnnotatedDocument, type DocumentAnnotation, plainDocument } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import { type AnnotationFormat, type DocumentRecord, problemAt } from './annotationFormat.ts';
import { formatConll } from './formatConll.ts';
import { addUnheld, type Feature } from './losses.ts';
import { readTextLines } from './readTextLines.ts';
import { longestText, rebuildText, type TextPiece } from './rebuildText.ts';

const unheld: readonly Feature[] = [
  'ids',
  'pieces',
  'concepts',
  'attributes',
  'comments',
  'relations',
  'passages',
  'details',
];
/** IOB1, IOB2, BIOES and BILOU. */
const tag = /^(?:O|[BIESLU]-\S.*)$/u;
const documentLine = /^#\s*(?:doc_id|newdoc id)\s*=\s*(.*)$/u;

/** CoNLL-2003's form: a token a line, its IOB2 tag last; between them, as bconv writes, where it begins and ends. */
export const conllFormat: AnnotationFormat = {
  format: 'conll',
  title: 'CoNLL (IOB2)',
  layout: 'collection',
  ending: '.conll',
  unheld,
  reader: {
    recognize: (files) =>
      files.filter(({ head }) => {
        const lines = head
          .split(/\r\n|\n|\r/u, 40)
          .filter((line) => line !== '' && !/^#|^-DOCSTART-/u.test(line));
        const whole = lines.slice(0, -1).length > 0 ? lines.slice(0, -1) : lines;
        return (
          whole.length > 0 &&
          whole.every((line) => /\S[\t ]/u.test(line) && tag.test(cellsOf(line).at(-1) ?? ''))
        );
      }),
    async *read(files, { signal }): AsyncGenerator<DocumentRecord> {
      for (const file of files) {
        const name = file.path.replace(/^.*\//u, '').replace(/\.\w+$/u, '');
        let draft = createDraft(undefined);
        let count = 0;
        const finish = function* (): Generator<DocumentRecord> {
          if (draft.tokens.length > 0 || draft.id !== undefined) {
            count += 1;
            const id = draft.id ?? (count === 1 ? name : `${name}-${count}`);
            yield { kind: 'document', document: toDocument(id, draft) };
          }
        };
        for await (const record of readTextLines(file, signal)) {
          if (record.kind === 'problem') {
            yield record;
            continue;
          }
          const { text, line } = record;
          const [, id] = documentLine.exec(text) ?? [];
          if (id !== undefined || text.startsWith('-DOCSTART-')) {
            yield* finish();
            draft = createDraft(id);
          } else if (text.trim() === '') {
            draft.isSentenceStart = true;
          } else if (!text.startsWith('# ') && !addToken(draft, text)) {
            yield problemAt(
              file.path,
              line,
              'A token and, last, an IOB tag are expected; the line is left out.',
            );
          }
        }
        yield* finish();
      }
    },
  },
  createWriter: (losses) => ({
    write(document) {
      addUnheld(document, unheld, losses);
      const text = formatConll(document, losses);
      if (toDocument('', readTokens(text)).text !== document.text) {
        losses.add(
          'white space and line ends between tokens (as written; read as spaces)',
          `document ${document.id}`,
        );
      }
      return [{ ending: '.conll', text }];
    },
    end: () => [],
  }),
};

interface Token extends TextPiece {
  readonly tag: string;
}

interface Draft {
  readonly id: string | undefined;
  readonly tokens: Token[];
  isSentenceStart: boolean;
}

function createDraft(id: string | undefined): Draft {
  return { id, tokens: [], isSentenceStart: false };
}

function readTokens(text: string): Draft {
  const draft = createDraft(undefined);
  for (const line of text.split('\n').filter((some) => !documentLine.test(some))) {
    if (line === '') {
      draft.isSentenceStart = true;
    } else {
      addToken(draft, line);
    }
  }
  return draft;
}

function cellsOf(line: string): string[] {
  return line.includes('\t') ? line.split('\t') : line.trim().split(/ +/u);
}

function addToken(draft: Draft, line: string): boolean {
  const cells = cellsOf(line);
  const [text = ''] = cells;
  const written = cells.at(-1) ?? '';
  if (cells.length < 2 || text === '' || !tag.test(written)) {
    return false;
  }
  const [, start, end] = cells.map(Number);
  const length = Array.from(text).length;
  const before = draft.tokens.at(-1)?.end ?? 0;
  const isPlaced = cells.length >= 4 && start !== undefined && start >= before && end === start + length;
  const place = isPlaced ? start : draft.tokens.length === 0 ? 0 : before + 1;
  if (place + length > longestText) {
    return false;
  }
  draft.tokens.push({ text, start: place, end: place + length, tag: written });
  if (draft.isSentenceStart && place > before && draft.tokens.length > 1) {
    // A sentence is on a line of its own where nobody says what parts it from the one before.
    draft.tokens.splice(-1, 0, { text: '\n', start: before, end: before + 1, tag: '' });
  }
  draft.isSentenceStart = false;
  return true;
}

function toDocument(id: string, { tokens }: Draft): AnnotatedDocument {
  const text = rebuildText(tokens);
  const offsets = createCodePointOffsets(text);
  const annotations: DocumentAnnotation[] = [];
  let open: { start: number; end: number; type: string } | undefined;
  const close = (): void => {
    if (open !== undefined) {
      const range = { start: offsets.toUtf16(open.start), end: offsets.toUtf16(open.end) };
      annotations.push({
        id: `T${annotations.length + 1}`,
        type: open.type,
        ranges: [range],
        text: text.slice(range.start, range.end),
        concepts: [],
        attributes: [],
        comments: [],
      });
    }
    open = undefined;
  };
  for (const token of tokens.filter((some) => some.tag !== '')) {
    const [kind, type] = [token.tag.charAt(0), token.tag.slice(2)];
    if (kind === 'O') {
      close();
    } else if ('BSU'.includes(kind) || open?.type !== type) {
      close();
      open = { start: token.start, end: token.end, type };
    } else {
      open.end = token.end;
    }
    if ('ESLU'.includes(kind)) {
      close();
    }
  }
  close();
  return { ...plainDocument(id, text), annotations };
}

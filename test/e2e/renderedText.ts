/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/**
 * Where the text of the active editor is drawn. The editor renders only the rows in view, in no
 * particular order, with U+00A0 for each space, and with neighbouring tokens merged; so text is
 * found by scrolling through the rows, and measured with a DOM Range.
 */

const activeEditor = '.editor-group-container.active .editor-instance .monaco-editor[role="code"]';

/** The editor scrolls by this distance for each event of a wheel, however large the event. */
const wheelNotchPx = 50;

/** One drawn row; a long line that is wrapped has several. */
interface Row {
  /** Distance from the document's beginning in pixels, which orders the rows. */
  readonly topPx: number;
  readonly text: string;
  /** False for the second and later rows of a wrapped line. */
  readonly startsLine: boolean;
  /** In view from top to bottom. */
  readonly isVisible: boolean;
}

interface Snapshot {
  readonly rows: readonly Row[];
  readonly scrollTopPx: number;
  readonly heightPx: number;
}

/** Part of a text within one row, as UTF-16 offsets into the row. */
interface RowSpan {
  readonly topPx: number;
  readonly from: number;
  readonly to: number;
}

/** Positions on the page, in pixels, at half the height of the text. */
export interface TextPosition {
  readonly start: { readonly x: number; readonly y: number };
  readonly end: { readonly x: number; readonly y: number };
}

/**
 * The whole text of the active editor, read by scrolling through it and back to its beginning.
 * A tab reads as spaces.
 */
export async function readEditorText(page: Page): Promise<string> {
  const rows = new Map<number, Row>();
  for await (const snapshot of scrollThrough(page)) {
    remember(rows, snapshot);
  }
  await scrollToBeginning(page);
  return joinRows(inOrder(rows)).text;
}

/** A place of the document: where `text` stands for the `occurrence`-th time, from 1. */
export interface TextPlace {
  /** May run over a wrapped line's rows, and over lines, separated by "\n". */
  readonly text: string;
  readonly occurrence: number;
  /** Only this character of the text, from 0; the whole text when left out. */
  readonly offset?: number | undefined;
}

/**
 * Scrolls the active editor to a place and measures it.
 *
 * Resolves with undefined when the editor does not hold the text that often.
 */
export async function findRenderedText(page: Page, place: TextPlace): Promise<TextPosition | undefined> {
  const rows = new Map<number, Row>();
  for await (const snapshot of scrollThrough(page)) {
    remember(rows, snapshot);
    const spans = findSpans(inOrder(rows), place);
    const first = spans.at(0);
    const last = spans.at(-1);
    const isVisible = spans.every(({ topPx }) => rows.get(topPx)?.isVisible);
    if (first !== undefined && last !== undefined && isVisible) {
      const { start } = await measure(page, first);
      const { end } = await measure(page, last);
      return { start, end };
    }
  }
  return undefined;
}

/** Yields what is drawn, from the document's beginning to its end, each step overlapping the last. */
async function* scrollThrough(page: Page): AsyncGenerator<Snapshot> {
  let snapshot = await scrollToBeginning(page);
  for (;;) {
    yield snapshot;
    const next = await scrollBy(page, Math.floor(snapshot.heightPx * 0.7), snapshot);
    if (next.scrollTopPx === snapshot.scrollTopPx) {
      return;
    }
    snapshot = next;
  }
}

async function scrollToBeginning(page: Page): Promise<Snapshot> {
  const snapshot = await takeSnapshot(page);
  return snapshot.scrollTopPx > 0 ? scrollBy(page, -snapshot.scrollTopPx, snapshot) : snapshot;
}

/** Scrolls by about this distance; the resulting snapshot says where the rows came to stand. */
async function scrollBy(page: Page, distancePx: number, before: Snapshot): Promise<Snapshot> {
  const box = await page.locator(activeEditor).first().boundingBox();
  if (box !== null) {
    await page.mouse.move(box.x + 4, box.y + box.height / 2); // the margin, where nothing hovers
    const notches = Array.from({ length: Math.ceil(Math.abs(distancePx) / wheelNotchPx) });
    await Promise.all(notches.map(async () => page.mouse.wheel(0, 100 * Math.sign(distancePx))));
  }
  let after = await takeSnapshot(page);
  for (let tries = 0; tries < 5 && after.scrollTopPx === before.scrollTopPx; tries++) {
    await page.waitForTimeout(50);
    after = await takeSnapshot(page);
  }
  return after;
}

async function takeSnapshot(page: Page): Promise<Snapshot> {
  return page
    .locator(activeEditor)
    .first()
    .evaluate((editor) => {
      const view = editor.querySelector('.editor-scrollable')?.getBoundingClientRect() ?? new DOMRect();
      const margin = [...editor.querySelectorAll<HTMLElement>('.margin-view-overlays > div')];
      const numbered = margin.filter((row) => row.querySelector('.line-numbers')?.textContent);
      const lineTops = new Set(numbered.map((row) => row.style.top));
      const drawn = [...editor.querySelectorAll<HTMLElement>('.view-lines > .view-line')];
      const rows = drawn.map((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return {
          topPx: parseFloat(row.style.top),
          text: row.textContent.replaceAll('\u00a0', ' '),
          startsLine: lineTops.size === 0 || lineTops.has(row.style.top),
          isVisible: top >= view.top - 1 && bottom <= view.bottom + 1,
          scrollTopPx: Math.round(parseFloat(row.style.top) - (top - view.top)),
        };
      });
      return { rows, scrollTopPx: rows[0]?.scrollTopPx ?? 0, heightPx: view.height };
    });
}

function remember(rows: Map<number, Row>, { rows: drawn }: Snapshot): void {
  for (const [topPx, row] of rows) {
    rows.set(topPx, { ...row, isVisible: false });
  }
  for (const row of drawn) {
    rows.set(row.topPx, row);
  }
}

function inOrder(rows: ReadonlyMap<number, Row>): readonly Row[] {
  return [...rows.values()].sort((a, b) => a.topPx - b.topPx);
}

/** The document's text, and for each row the offset at which it starts in it. */
function joinRows(rows: readonly Row[]): { text: string; starts: readonly number[] } {
  let text = '';
  const starts = rows.map((row, index) => {
    text += index > 0 && row.startsLine ? '\n' : '';
    const start = text.length;
    text += row.text;
    return start;
  });
  return { text, starts };
}

/** The parts, row by row, of a place; none when it is not there. */
function findSpans(rows: readonly Row[], { text, occurrence, offset }: TextPlace): readonly RowSpan[] {
  const joined = joinRows(rows);
  let found = -1;
  for (let seen = 0; seen < occurrence; seen++) {
    found = joined.text.indexOf(text, found + 1);
    if (found === -1) {
      return [];
    }
  }
  const from = found + (offset ?? 0);
  const to = offset === undefined ? found + text.length : from + 1;
  return rows
    .map((row, index) => {
      const start = joined.starts[index] ?? 0;
      const end = Math.min(to - start, row.text.length);
      return { topPx: row.topPx, from: Math.max(from - start, 0), to: end };
    })
    .filter((span) => span.to > span.from);
}

async function measure(page: Page, span: RowSpan): Promise<TextPosition> {
  return page
    .locator(activeEditor)
    .first()
    .evaluate((editor, { topPx, from, to }) => {
      const rows = [...editor.querySelectorAll<HTMLElement>('.view-lines > .view-line')];
      const row = rows.find(({ style }) => parseFloat(style.top) === topPx);
      if (row === undefined) {
        throw new Error('The row was scrolled away before it could be measured.');
      }
      const range = document.createRange();
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      let offset = 0;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (from >= offset && from < offset + length) {
          range.setStart(node, from - offset);
        }
        if (to > offset && to <= offset + length) {
          range.setEnd(node, to - offset);
        }
        offset += length;
      }
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
      const [first = row.getBoundingClientRect()] = boxes;
      const last = boxes.at(-1) ?? first;
      const y = (first.top + first.bottom) / 2;
      return { start: { x: first.left, y }, end: { x: last.right, y } };
    }, span);
}

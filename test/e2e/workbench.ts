import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { findRenderedText, readEditorText, type TextPosition } from './renderedText.ts';
import { isShown, patienceMs, waitFor } from './waitFor.ts';

const artefactsFolder = path.join(import.meta.dirname, 'artefacts');
const chromiumPath = '/usr/bin/chromium';
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Whatever the workbench asks for, nothing leaves this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];
const quickInput = '.quick-input-widget input.input';
const labelOfRow = '.quick-input-list-row:first-child .label-name';
const startPatienceMs = 120_000;

export interface WorkbenchOptions {
  /** Where a running code-server shows its workbench. */
  readonly url: string;
  /** True when left out. */
  readonly headless?: boolean;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

export interface TextChoice {
  /** Which place where the text stands, from 1, the default. */
  readonly occurrence?: number;
}

export interface HoverOptions extends TextChoice {
  /** Which character of the text to point at, from 0; the middle one when left out. */
  readonly offset?: number;
  /** Words that the hover must hold, for a place where several hovers are drawn one after another. */
  readonly containing?: string;
}

export interface QuickPickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** Opens a workbench in Chromium and waits until its files are listed. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { url, headless = true, widthPx = 1280, heightPx = 800 } = options;
  const browser = await chromium.launch({ executablePath: chromiumPath, headless, args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: widthPx, height: heightPx } });
    page.setDefaultTimeout(patienceMs);
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor({ timeout: startPatienceMs });
    await page.locator('.explorer-folders-view .monaco-list').waitFor({ timeout: startPatienceMs });
    return new Workbench(browser, page);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * What a user can see and do in VS Code. Methods wait for what they need, and reject with
 * `WorkbenchTimeoutError`, or Playwright's `TimeoutError`, when it does not come.
 */
export class Workbench {
  /** For what has no method here. */
  readonly page: Page;
  readonly #browser: Browser;

  constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  /** Opens a file of the folder by its path in it, and waits until the editor shows it. */
  async openFile(name: string): Promise<void> {
    const baseName = path.posix.basename(name);
    await waitFor(`the editor of "${name}"`, async () => {
      await this.#openQuickInput('Control+p');
      await this.typeInQuickPick(name);
      const row = this.#rows()
        .filter({ has: this.#label(baseName) })
        .first();
      if (await isShown(row, 3_000)) {
        await row.click();
        if (await isShown(this.#activeTab(baseName), 5_000)) {
          return true;
        }
      }
      await this.press('Escape'); // the list may have changed under the mouse
      return undefined;
    });
    await this.page.locator('.editor-group-container.active .view-lines > .view-line').first().waitFor();
  }

  /** The whole text of the active editor; tabs read as spaces. Moves the mouse and scrolls. */
  async editorText(): Promise<string> {
    return readEditorText(this.page);
  }

  /** Points at text in the active editor until a hover shows, and gives what it says. */
  async hoverOver(text: string, options: HoverOptions = {}): Promise<string> {
    const { offset = Math.floor(text.length / 2), containing = '' } = options;
    const what = `a hover over "${text}"${containing && ` with "${containing}"`}`;
    return waitFor(what, async () => {
      await this.#leaveEditor();
      const { start, end } = await this.#find(text, options, offset);
      await this.page.mouse.move((start.x + end.x) / 2, start.y, { steps: 3 });
      return this.#hoverText(containing, 5_000);
    });
  }

  /** Asks for the hover at the cursor with the keyboard, and gives what it says. */
  async showHoverAtCursor(containing = ''): Promise<string> {
    return waitFor('a hover at the cursor', async () => {
      await this.press('Control+K');
      await this.press('Control+I');
      return this.#hoverText(containing, 5_000);
    });
  }

  /**
   * Waits for a hover that holds these words. One that a command shows at the cursor comes after the keys that work at
   * this place, which the position in the status bar does not.
   */
  async hoverShown(containing: string): Promise<void> {
    await this.#hovers().filter({ hasText: containing }).first().waitFor();
  }

  /** Selects text in the active editor, with the cursor at its end. */
  async select(text: string, choice: TextChoice = {}): Promise<void> {
    await waitFor(`the selection of "${text}"`, async () => {
      await this.#leaveEditor();
      const { start, end } = await this.#find(text, choice);
      await this.page.mouse.click(start.x + 1, start.y);
      await this.page.keyboard.down('Shift');
      await this.page.mouse.click(end.x - 1, end.y);
      await this.page.keyboard.up('Shift');
      await this.#leaveEditor();
      const selected = this.#statusItems().filter({ hasText: `(${Array.from(text).length} selected)` });
      return (await isShown(selected, 2_000)) ? true : undefined;
    });
  }

  /** Puts the cursor before the character at `offset`, the first by default, of the text. */
  async placeCursorAt(text: string, options: TextChoice & { readonly offset?: number } = {}): Promise<void> {
    const { offset = 0 } = options;
    await this.#leaveEditor();
    const { start, end } = await this.#find(text, options, Math.min(offset, text.length - 1));
    const x = offset >= text.length ? end.x - 1 : start.x + 1;
    await this.page.mouse.click(x, start.y);
    await this.#leaveEditor();
  }

  /** Runs a command by its title in the palette, with its category: "View: Toggle Terminal". */
  async runCommand(title: string): Promise<void> {
    await waitFor(`the command "${title}"`, async () => {
      await this.#openQuickInput('F1');
      await this.typeInQuickPick(`>${title}`);
      const row = this.#rows()
        .filter({ has: this.#label(title) })
        .first();
      if (await isShown(row, 3_000)) {
        await row.click();
        await row.waitFor({ state: 'hidden' });
        return true;
      }
      await this.press('Escape'); // the extension that brings the command may not be there yet
      return undefined;
    });
  }

  /** What an open quick pick offers, as far as it is in view; waits for the first item. */
  async quickPickItems(): Promise<readonly QuickPickItem[]> {
    const rows = this.#rows();
    await rows.first().waitFor();
    const items = await rows.all();
    return Promise.all(
      items.map(async (row) => ({
        label: await textOf(row.locator(labelOfRow)),
        description: await textOf(row.locator('.quick-input-list-row:first-child .label-description')),
        detail: await textOf(row.locator('.quick-input-list-label-meta')),
      })),
    );
  }

  /** Picks the first item whose label holds `labelPart`, and waits until it is taken. */
  async pickQuickPick(labelPart: string): Promise<void> {
    const label = this.page.locator(labelOfRow).filter({ hasText: labelPart });
    const row = this.#rows().filter({ has: label }).first();
    await row.click();
    await row.waitFor({ state: 'hidden' });
  }

  /** Replaces what stands in the input of an open quick pick or input box. */
  async typeInQuickPick(text: string): Promise<void> {
    await this.page.locator(quickInput).fill(text);
  }

  /** Answers the dialog for a file with the file's absolute path; `button` is what the dialog calls its own. */
  async chooseFile(file: string, button: string): Promise<void> {
    const input = this.page.getByPlaceholder('Folder path');
    await waitFor('the path in the dialog', async () => {
      // While it lists the first folder, the dialog puts that back.
      await input.fill(file);
      await this.#rows()
        .filter({ hasText: path.posix.basename(file) })
        .first()
        .waitFor();
      return (await input.inputValue()) === file ? true : undefined;
    });
    await this.page.locator('.quick-input-widget').getByRole('button', { name: button, exact: true }).click();
    await input.waitFor({ state: 'hidden' });
  }

  /** Answers an input box by its title. */
  async answerInput(title: string, text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget').filter({ hasText: title });
    await widget.locator('input.input').fill(text);
    await this.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** The first row of a tree view that holds `part`. */
  treeRow(part: string): Locator {
    return this.page.locator('.pane-body .monaco-list-row').filter({ hasText: part }).first();
  }

  /** The messages of the notifications now shown, newest first. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification that holds `part`, and gives its whole message. */
  async notification(part: string, timeoutMs = patienceMs): Promise<string> {
    const what = `a notification with "${part}"`;
    const find = async (): Promise<string | undefined> =>
      (await this.notifications()).find((text) => text.includes(part));
    return waitFor(what, find, timeoutMs);
  }

  /** Presses a button of the notification that holds `part`. */
  async pressNotificationButton(part: string, button: string): Promise<void> {
    const toast = this.page.locator('.notification-toast').filter({ hasText: part });
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits for a dialog that holds `part`, presses a button of it, and gives what it said. */
  async answerDialog(part: string, button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: part });
    const text = await dialog.innerText();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }

  /** Waits for an item of the status bar that holds `part`, and gives its whole text, icons left out. */
  async statusBarText(part: string): Promise<string> {
    return (await this.#statusItems().filter({ hasText: part }).first().innerText()).trim();
  }

  /** Types key by key, as a user does. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Presses a key or a chord, in Playwright's names: "Control+Shift+ArrowDown". */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Saves the active editor and waits until it is no longer marked as changed. */
  async save(): Promise<void> {
    await this.press('Control+s');
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** Writes artefacts/NAME.png beside this file and gives its path. */
  async screenshot(name: string): Promise<string> {
    await mkdir(artefactsFolder, { recursive: true });
    const file = path.join(artefactsFolder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Closes the browser; unsaved changes are lost. Safe to call twice. */
  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #find(text: string, { occurrence = 1 }: TextChoice, offset?: number): Promise<TextPosition> {
    const what = `"${text}", occurrence ${occurrence}, in the editor`;
    return waitFor(what, async () => findRenderedText(this.page, { text, occurrence, offset }));
  }

  /** Moves the mouse away and waits until no hover covers the text. */
  async #leaveEditor(): Promise<void> {
    await this.page.mouse.move(1, 1);
    await this.#hovers().first().waitFor({ state: 'hidden' });
  }

  async #hoverText(containing: string, timeoutMs: number): Promise<string | undefined> {
    const hover = this.#hovers().filter({ hasText: /\S/, hasNotText: /^\s*Loading\.\.\.\s*$/ });
    const wanted = hover.filter({ hasText: containing });
    return (await isShown(wanted, timeoutMs)) ? (await wanted.first().innerText()).trim() : undefined;
  }

  /** The hovers of the editor's text, not those of buttons and the status bar. */
  #hovers(): Locator {
    return this.page
      .locator('.monaco-editor .monaco-resizable-hover .monaco-hover')
      .filter({ visible: true });
  }

  #statusItems(): Locator {
    return this.page.locator('.part.statusbar .statusbar-item');
  }

  #activeTab(name: string): Locator {
    return this.page.locator('.editor-group-container.active .tab.active').filter({ hasText: name });
  }

  #rows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ visible: true });
  }

  #label(text: string): Locator {
    return this.page.locator(labelOfRow).getByText(text, { exact: true });
  }

  /** Again until it opens: just after start a key can come too early. */
  async #openQuickInput(key: string): Promise<void> {
    await waitFor(`the quick input of ${key}`, async () => {
      await this.press(key);
      return (await isShown(this.page.locator(quickInput), 2_000)) ? true : undefined;
    });
  }
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join(' ').trim();
}

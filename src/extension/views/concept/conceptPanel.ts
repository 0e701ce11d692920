import { randomBytes } from 'node:crypto';
import { CancellationTokenSource, env, ViewColumn, window, type WebviewPanel } from 'vscode';
import {
  conceptMentionsRequest,
  conceptPageRequest,
  type ConceptMention,
  type ConceptMentions,
  type ConceptPage,
} from '../../../protocol/viewMessages.ts';
import type { Subscription } from '../../observable.ts';
import type { ReportFailure } from '../../reportFailure.ts';
import type { Server } from '../../serverConnection.ts';
import { formatConceptHtml } from './conceptHtml.ts';
import { formatMentionCount, formatMentionsHtml } from './mentionsHtml.ts';
import { readPageMessage, type PageMessage } from './pageMessage.ts';

export interface ConceptPanelOptions {
  readonly server: Server;
  readonly reportFailure: ReportFailure;
  revealMention(mention: ConceptMention): Promise<void>;
}

export interface ConceptPanel extends Subscription {
  /** Shows the page of a concept, in the place of the one that was shown before. */
  show(curie: string): Promise<void>;
  /** Annotation files changed, and with them the mentions on the page. */
  refreshMentions(): void;
}

interface Shown {
  readonly page: ConceptPage;
  readonly cancellation: CancellationTokenSource;
  mentions: Promise<ConceptMentions>;
}

/** An editor tab with one concept, beside the note; what its page links to is shown in the same tab. */
export function createConceptPanel({
  server,
  reportFailure,
  revealMention,
}: ConceptPanelOptions): ConceptPanel {
  let panel: WebviewPanel | undefined;
  let shown: Shown | undefined;
  let history: readonly ConceptPage[] = [];

  const forget = (): void => {
    shown?.cancellation.cancel();
    shown = undefined;
  };
  const open = (): WebviewPanel => {
    const opened = window.createWebviewPanel(
      'termlens.concept',
      'Concept',
      { viewColumn: ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    opened.onDidDispose(() => {
      panel = undefined;
      history = [];
      forget();
    });
    opened.webview.onDidReceiveMessage((message: unknown) => {
      const read = readPageMessage(message);
      if (read !== undefined) {
        act(opened, read).catch(reportFailure);
      }
    });
    return opened;
  };
  const requestMentions = (
    { concept: { curie } }: ConceptPage,
    { token }: CancellationTokenSource,
  ): Promise<ConceptMentions> => {
    const mentions = server.request(conceptMentionsRequest, { curie }, token);
    // Looked at when the page asks for them; until then a failure is nobody's.
    mentions.catch(() => undefined);
    return mentions;
  };
  const draw = (page: ConceptPage): void => {
    forget();
    const cancellation = new CancellationTokenSource();
    shown = { page, cancellation, mentions: requestMentions(page, cancellation) };
    panel ??= open();
    panel.title = page.concept.preferredName;
    panel.webview.html = formatConceptHtml(page, {
      nonce: randomBytes(16).toString('hex'),
      previous: history.at(-1)?.concept.preferredName,
    });
    panel.reveal(undefined, false);
  };
  const show = async (curie: string): Promise<void> => {
    const page = await server.request(conceptPageRequest, { curie });
    if (page === null) {
      void window.showInformationMessage(`${curie} is in none of the vocabularies in use.`);
      return;
    }
    if (panel !== undefined && shown !== undefined && shown.page.concept.curie !== page.concept.curie) {
      history = [...history, shown.page];
    }
    draw(page);
  };
  const describeMentions = async (
    requested: Shown,
  ): Promise<{ readonly count: string; readonly mentions: string }> => {
    try {
      const found = await requested.mentions;
      return { count: formatMentionCount(found), mentions: formatMentionsHtml(found) };
    } catch (error) {
      reportFailure(error);
      return { count: 'The notes could not be read.', mentions: '' };
    }
  };
  const postMentions = async (opened: WebviewPanel, current: Shown): Promise<void> => {
    const requested = current.mentions;
    const mentions = await describeMentions(current);
    if (shown === current && current.mentions === requested) {
      await opened.webview.postMessage(mentions);
    }
  };
  const act = async (opened: WebviewPanel, message: PageMessage): Promise<void> => {
    const current = shown;
    if (current === undefined) {
      return;
    }
    switch (message.action) {
      case 'ready':
        await postMentions(opened, current);
        break;
      case 'copy':
        await env.clipboard.writeText(current.page.concept.curie);
        await opened.webview.postMessage({ status: 'Copied.' });
        break;
      case 'concept':
        await show(message.curie);
        break;
      case 'back': {
        const previous = history.at(-1);
        history = history.slice(0, -1);
        if (previous !== undefined) {
          draw(previous);
        }
        break;
      }
      case 'mention': {
        const mention = (await current.mentions).mentions[message.index];
        if (mention !== undefined) {
          await revealMention(mention);
        }
      }
    }
  };
  return {
    show,
    refreshMentions() {
      if (panel !== undefined && shown !== undefined) {
        shown.mentions = requestMentions(shown.page, shown.cancellation);
        postMentions(panel, shown).catch(reportFailure);
      }
    },
    dispose() {
      panel?.dispose();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { env, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { EncoderBenchmark } from '../../protocol/encoderMessages.ts';
import type { Subscription } from '../observable.ts';
import type { ReportFailure } from '../reportFailure.ts';
import { formatBenchmarkMarkdown } from './benchmarkMarkdown.ts';
import { formatBenchmarkHtml } from './benchmarkReport.ts';

export interface BenchmarkPanelOptions {
  measureAgain(): Promise<EncoderBenchmark>;
  readonly reportFailure: ReportFailure;
}

export interface BenchmarkPanel extends Subscription {
  readonly show: (benchmark: EncoderBenchmark) => void;
}

/** An editor tab with the measurements; a second report takes the place of the first. */
export function createBenchmarkPanel(options: BenchmarkPanelOptions): BenchmarkPanel {
  let panel: WebviewPanel | undefined;
  let shown: EncoderBenchmark | undefined;
  let measuring = false;

  const open = (): WebviewPanel => {
    const opened = window.createWebviewPanel('termlens.benchmark', 'Encoder Benchmark', ViewColumn.Active, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    opened.onDidDispose(() => {
      panel = undefined;
    });
    opened.webview.onDidReceiveMessage((message: unknown) => {
      act(opened, message).catch(options.reportFailure);
    });
    return opened;
  };
  const show = (benchmark: EncoderBenchmark): void => {
    shown = benchmark;
    panel ??= open();
    panel.webview.html = formatBenchmarkHtml(benchmark, randomBytes(16).toString('hex'));
    panel.reveal();
  };
  const act = async (opened: WebviewPanel, message: unknown): Promise<void> => {
    const action = typeof message === 'object' && message !== null && 'action' in message && message.action;
    if (action === 'copy' && shown !== undefined) {
      await env.clipboard.writeText(formatBenchmarkMarkdown(shown));
      await opened.webview.postMessage({ status: 'Copied.' });
    } else if (action === 'measure' && !measuring) {
      await measureAgain();
    }
  };
  const measureAgain = async (): Promise<void> => {
    measuring = true;
    try {
      show(await options.measureAgain());
    } finally {
      measuring = false;
    }
  };
  return {
    show,
    dispose() {
      panel?.dispose();
    },
  };
}

import { EventEmitter, LogLevel, workspace, type LogOutputChannel } from 'vscode';
import type { Subscription } from './observable.ts';
import { settingsSection } from '../protocol/settings.ts';

export interface TraceChannel extends Subscription {
  readonly channel: LogOutputChannel;
}

/**
 * The language client writes its trace where a channel's level is Trace, which an extension cannot set. This
 * view of `log` takes its level from the setting `termlens.trace.server` instead, so that the setting is all
 * that a user has to change.
 */
export function createTraceChannel(log: LogOutputChannel): TraceChannel {
  const levelChanged = new EventEmitter<LogLevel>();
  const level = (): LogLevel =>
    workspace.getConfiguration(settingsSection).get<string>('trace.server', 'off') === 'off'
      ? LogLevel.Off
      : LogLevel.Trace;
  const subscription = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settingsSection}.trace.server`)) {
      levelChanged.fire(level());
    }
  });
  const channel: LogOutputChannel = {
    ...log,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: levelChanged.event,
    trace: (message) => {
      log.info(message);
    },
  };
  return {
    channel,
    dispose() {
      subscription.dispose();
      levelChanged.dispose();
    },
  };
}

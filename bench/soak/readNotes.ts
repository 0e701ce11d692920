import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  LogMessageNotification,
  ShowMessageNotification,
} from 'vscode-languageserver-protocol/node';
import type { ServerClient } from '../serverClient.ts';
import type { Action } from './reader.ts';

/** What came of a block of hovers. */
export interface Totals {
  hovers: number;
  /** Hovers that the server says it could not answer; the editor sees such a hover as an empty one. */
  failed: number;
  answered: number;
  /** Places that had an answer and have none any more, or the other way round, in text that did not change. */
  changed: number;
  readonly times: number[];
  /** Resident memory in MB. */
  readonly memory: { readonly server: number; readonly encoder: number }[];
  seconds: number;
}

/** Memory is looked at this often in a block, whose median is told: a collection of garbage comes when it comes. */
const samplesPerBlock = 20;

export interface ReadOptions {
  readonly next: () => Action;
  readonly hovers: number;
  /** Requests that wait for an answer at any time. */
  readonly inFlight: number;
  /** Where the notes would lie; none of them is on disk. */
  readonly folder: string;
}

/** Lets the person read for so many hovers; the notes that are open then are closed. */
export async function readNotes(
  { connection, memory }: ServerClient,
  { next, hovers, inFlight, folder }: ReadOptions,
): Promise<Totals> {
  const start = performance.now();
  const totals: Totals = {
    hovers: 0,
    failed: 0,
    answered: 0,
    changed: 0,
    times: [],
    memory: [],
    seconds: 0,
  };
  // A hover that fails is answered with nothing, and why is told in the log; nothing else is, in a run like this.
  const complaint = ({ message }: { readonly message: string }): void => {
    totals.failed += 1;
    process.stderr.write(`${message}\n`);
  };
  const listeners = [
    connection.onNotification(LogMessageNotification.type, complaint),
    connection.onNotification(ShowMessageNotification.type, complaint),
  ];
  const open = new Set<string>();
  const sampleEvery = Math.ceil(hovers / samplesPerBlock);

  const act = async (action: Action): Promise<void> => {
    const uri = pathToFileURL(join(folder, `note-${action.note.number}.txt`)).href;
    const { version, lines } = action.note;
    switch (action.kind) {
      case 'open':
        open.add(uri);
        await connection.sendNotification(DidOpenTextDocumentNotification.type, {
          textDocument: { uri, languageId: 'plaintext', version, text: lines.join('\n') },
        });
        break;
      case 'close':
        open.delete(uri);
        await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
        break;
      case 'edit':
        await connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri, version },
          contentChanges: [{ range: { start: action.at, end: action.at }, text: action.text }],
        });
        break;
      case 'hover':
        await hover(uri, action);
    }
  };

  const hover = async (uri: string, { note, place }: Extract<Action, { kind: 'hover' }>): Promise<void> => {
    totals.hovers += 1;
    const { version } = note;
    const start = performance.now();
    try {
      const { line, character } = place;
      const answer = await connection.sendRequest(HoverRequest.type, {
        textDocument: { uri },
        position: { line, character },
      });
      totals.times.push(performance.now() - start);
      totals.answered += answer ? 1 : 0;
      if (version === note.version && open.has(uri)) {
        totals.changed += place.answered !== undefined && place.answered !== (answer !== null) ? 1 : 0;
        place.answered = answer !== null;
      }
    } catch (error) {
      complaint({ message: String(error) });
    }
    if (totals.hovers % sampleEvery === 0) {
      const sample = await memory();
      totals.memory.push(...(sample ? [sample] : []));
    }
  };

  const person = async (): Promise<void> => {
    while (totals.hovers < hovers) {
      await act(next());
    }
  };
  await Promise.all(Array.from({ length: inFlight }, person));
  for (const uri of open) {
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }
  listeners.forEach((listener) => listener.dispose());
  totals.seconds = (performance.now() - start) / 1_000;
  return totals;
}

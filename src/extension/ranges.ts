import { Range } from 'vscode';
import type { Range as ProtocolRange } from 'vscode-languageclient/node';

export function toEditorRange({ start, end }: ProtocolRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** VS Code's own `Range` passes for a range of the protocol in TypeScript, but turns into an array in JSON. */
export function toProtocolRange({ start, end }: Range): ProtocolRange {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

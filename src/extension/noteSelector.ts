import { languages, workspace, type TextDocument } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';

/** The setting `termlens.languages`. */
export function noteLanguages(): readonly string[] {
  return workspace.getConfiguration(settingsSection).get<readonly string[]>('languages', []);
}

/** Files and unsaved documents of the note languages; output channels, diffs and the like are not notes. */
export function noteSelector(): { readonly language: string; readonly scheme: string }[] {
  return noteLanguages().flatMap((language) => ['file', 'untitled'].map((scheme) => ({ language, scheme })));
}

export function isNote(document: TextDocument): boolean {
  return languages.match(noteSelector(), document) > 0;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewKeys, type Contributions } from '../../../src/extension/views/reviewKeys.ts';

const manifest = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
) as { readonly contributes: Contributions };

const listed = (isMac: boolean): string[] =>
  reviewKeys(manifest.contributes, isMac).map(({ key, title }) => `${key}: ${title}`);

describe('the keys of a review', () => {
  it('are those of package.json, each with what it does', () => {
    expect(listed(false)).toHaveLength(manifest.contributes.keybindings.length);
    expect(listed(false)).toEqual(
      expect.arrayContaining([
        'Alt+]: Next Suggestion',
        'Alt+3: Accept Suggestion: candidate 3',
        'Alt+0: Accept Suggestion: choose another',
        'Shift+Alt+Backspace: Reject Suggestion: everywhere in the note',
        'Shift+Alt+=: Widen by a Word: at its beginning',
        'Ctrl+Z: Undo Decision',
      ]),
    );
  });

  it('are those of the machine', () => {
    expect(listed(true)).toEqual(
      expect.arrayContaining(['Ctrl+Alt+Enter: Accept Suggestion', 'Cmd+Z: Undo Decision']),
    );
  });

  it('say of every argument what it means', () => {
    const withArguments = reviewKeys(manifest.contributes, false).filter(({ args }) => args !== undefined);
    expect(withArguments.length).toBeGreaterThan(5);
    expect(withArguments.filter(({ title }) => !title.includes(': '))).toEqual([]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandNames } from '../../../src/extension/commands/commandNames.ts';
import { defaultSettings } from '../../../src/protocol/settings.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly colors: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: Readonly<Record<string, string>>;
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const properties = contributes.configuration.properties;

/** { a: { b: 1 } } as { 'termlens.a.b': 1 }. */
function flatten(prefix: string, value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? flatten(`${prefix}.${key}`, inner)
      : [[`${prefix}.${key}`, inner]],
  );
}

describe('package.json', () => {
  it('has the defaults that the server assumes', () => {
    const defaults = flatten('termlens', defaultSettings);
    expect(defaults.length).toBeGreaterThan(5);
    expect(Object.fromEntries(defaults.map(([key]) => [key, properties[key]?.default]))).toEqual(
      Object.fromEntries(defaults),
    );
  });

  it('contributes the commands that the extension registers', () => {
    expect(commands).toEqual(commandNames.map((name) => `termlens.${name}`));
  });

  it('uses only its own commands in menus, keys and walkthrough', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.keybindings.map(({ command }) => command),
      ...steps.flatMap(({ completionEvents }) =>
        completionEvents.map((event) => event.replace('onCommand:', '')),
      ),
      ...steps.flatMap(({ description }) =>
        [...description.matchAll(/\(command:([\w.]+)\)/gu)].map(([, command]) => String(command)),
      ),
    ].filter((command) => command.startsWith('termlens.') && !command.startsWith('termlens.server.'));
    expect(used.filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('restricts settings that it has, and contributes the colours that it uses', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations.filter((key) => !(key in properties))).toEqual([]);
    const sources = ['views/decorations.ts', 'differences/differenceView.ts'];
    const source = sources.map((file) => readFileSync(join(root, 'src/extension', file), 'utf8')).join('');
    const used = [...source.matchAll(/ThemeColor\('(termlens\.\w+)'\)/gu)].map(([, id]) => id);
    expect([...new Set(used)].toSorted()).toEqual(contributes.colors.map(({ id }) => id).toSorted());
  });

  it('is activated by nothing but a note, a table or a command', () => {
    expect(manifest.activationEvents).toEqual(
      ['plaintext', 'markdown', 'csv', 'tsv'].map((language) => `onLanguage:${language}`),
    );
  });

  it('names pictures that are there', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const pictures = steps.map(({ media }) => String(media['svg'] ?? media['image']));
    expect([manifest.icon, ...pictures].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

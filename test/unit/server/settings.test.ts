import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/protocol/settings.ts';
import { readSettings } from '../../../src/server/settings.ts';

const absolute = resolve('models', 'mine');

const chosen = {
  encoder: { model: 'sapbert', precision: 'int8', executionProvider: 'cpu', idleTimeoutMinutes: 0.5 },
  vocabularies: ['starter', 'mesh'],
  linking: { candidateCount: 10, minScore: 0.75, semanticTypes: ['Disorder'] },
  hover: { enabled: false },
  inlayHints: { annotations: true, suggestions: true },
  store: { url: 'postgresql://reader@db.example.org/terms' },
  offline: true,
};

/** `chosen` with another value at a path such as `encoder.model`. */
function chosenWith(path: string, value: unknown): typeof chosen {
  return withValue(chosen, path.split('.'), value) as typeof chosen;
}

function withValue(object: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const inner = (object as Record<string, unknown>)[key];
  return { ...object, [key]: rest.length === 0 ? value : withValue(inner as object, rest, value) };
}

function valueAt(object: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], object);
}

/** Paths of the settings that have a value of their own: `encoder.model`, `vocabularies` … */
function pathsOf(object: object, prefix = ''): string[] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? pathsOf(value, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );
}

describe('readSettings', () => {
  it('takes what was chosen', () => {
    expect(readSettings(chosen)).toEqual(chosen);
  });

  it.each([undefined, null, {}, [], 'text', 7])('takes the defaults for %j', (section) => {
    expect(readSettings(section)).toEqual(defaultSettings);
  });

  it.each([
    ['encoder.model', 7],
    ['encoder.model', ''],
    ['encoder.precision', 'fp8'],
    ['encoder.executionProvider', 'tpu'],
    ['encoder.idleTimeoutMinutes', '30'],
    ['encoder.idleTimeoutMinutes', -1],
    ['encoder.idleTimeoutMinutes', NaN],
    ['vocabularies', 'starter'],
    ['vocabularies', ['starter', 7]],
    ['linking.candidateCount', 0],
    ['linking.candidateCount', 2.5],
    ['linking.candidateCount', 1000],
    ['linking.minScore', 1.1],
    ['linking.minScore', null],
    ['linking.semanticTypes', {}],
    ['hover.enabled', 'yes'],
  ])('takes the default of %s for %j, and leaves the others', (path, wrong) => {
    expect(readSettings(chosenWith(path, wrong))).toEqual(chosenWith(path, valueAt(defaultSettings, path)));
    expect(readSettings(chosenWith(path, undefined))).toEqual(
      chosenWith(path, valueAt(defaultSettings, path)),
    );
  });

  it.each(['encoder', 'linking', 'hover'] as const)(
    'takes the defaults of %s when it is no object',
    (part) => {
      for (const wrong of [undefined, null, 'text', []]) {
        expect(readSettings({ ...chosen, [part]: wrong })).toEqual({
          ...chosen,
          [part]: defaultSettings[part],
        });
      }
    },
  );

  it.each([
    { model: 'starter', taken: true },
    { model: 'my-model.v2', taken: true },
    { model: absolute, taken: true },
    { model: 'models/mine', taken: false },
    { model: './mine', taken: false },
    { model: '../mine', taken: false },
    { model: 'models\\mine', taken: false },
    { model: '..', taken: false },
    { model: '.', taken: false },
    { model: '~/models/mine', taken: false },
    { model: ' ', taken: false },
  ])('takes a model id or an absolute path, no relative one: $model', ({ model, taken }) => {
    expect(readSettings({ encoder: { model } }).encoder.model).toBe(
      taken ? model : defaultSettings.encoder.model,
    );
  });

  it('takes anything without an error', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({
        encoder: fc.anything(),
        vocabularies: fc.anything(),
        linking: fc.anything(),
        hover: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(anything, (section) => {
        const settings = readSettings(section);
        expect(pathsOf(settings).sort()).toEqual(pathsOf(defaultSettings).sort());
        expect(readSettings(settings)).toEqual(settings);
      }),
    );
  });
});

interface Contribution {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
}

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  readonly contributes: { readonly configuration: Contribution | readonly Contribution[] };
};
const contributions = [manifest.contributes.configuration].flat();

describe('the defaults of package.json', () => {
  const properties = Object.assign({}, ...contributions.map((section) => section.properties)) as NonNullable<
    Contribution['properties']
  >;

  it.each(pathsOf(defaultSettings))('has the same for termlens.%s', (path) => {
    expect(properties[`termlens.${path}`]?.default).toEqual(valueAt(defaultSettings, path));
  });
});

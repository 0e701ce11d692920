import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from '../core/encoder/encoderPlaces.ts';
import type { Engine } from './engine.ts';

/** Lines for a bug report: what is installed, measured and chosen. Never text of a note. */
export async function writeDiagnostics(folders: Folders, engine: Engine): Promise<readonly string[]> {
  const { encoder, vocabularies, offline } = engine.settings;
  const models = await readdir(join(folders.dataFolder, 'models')).catch(() => []);
  const measurement = engine.measurement;
  return [
    `Settings: encoder ${encoder.model}, precision ${encoder.precision}, provider ${encoder.executionProvider}`,
    `Vocabularies in the settings: ${vocabularies.length === 0 ? 'all' : vocabularies.join(', ')}`,
    `Offline: ${offline ? 'yes' : 'no'}`,
    `Data folder: ${folders.dataFolder}`,
    `Installed encoders: ${models.length === 0 ? 'none besides the bundled one' : models.join(', ')}`,
    ...(measurement === undefined
      ? []
      : [
          `Measured ${measurement.measuredAt} on ${measurement.machine}, ONNX Runtime ${measurement.onnxRuntime}`,
          ...measurement.trials.map(
            ({ executionProvider, precision, unavailable, namesPerSecond }) =>
              `${executionProvider} ${precision}: ${unavailable ?? `${Math.round(namesPerSecond ?? 0)} names/s`}`,
          ),
        ]),
  ];
}

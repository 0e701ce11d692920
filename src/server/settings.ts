import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { defaultSettings, type TermLensSettings } from '../protocol/settings.ts';

const { encoder, vocabularies, linking, hover, inlayHints, store, offline } = defaultSettings;

/** A relative path would depend on where the server was started, so only ids and absolute paths are taken. */
const modelSchema = z.string().refine((model) => isAbsolute(model) || !/^[.\s]*$|[\\/]/u.test(model));

/** Each setting that is missing or of the wrong kind takes its default, and leaves the others alone. */
const settingsSchema = z
  .object({
    encoder: z
      .object({
        model: modelSchema.catch(encoder.model),
        precision: z.enum(['auto', 'fp32', 'fp16', 'int8']).catch(encoder.precision),
        executionProvider: z
          .enum(['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'])
          .catch(encoder.executionProvider),
        idleTimeoutMinutes: z.number().min(0).catch(encoder.idleTimeoutMinutes),
      })
      .catch(encoder),
    vocabularies: z.array(z.string()).catch([...vocabularies]),
    linking: z
      .object({
        candidateCount: z.number().int().min(1).max(50).catch(linking.candidateCount),
        minScore: z.number().min(0).max(1).catch(linking.minScore),
        semanticTypes: z.array(z.string()).catch([...linking.semanticTypes]),
      })
      .catch({ ...linking, semanticTypes: [...linking.semanticTypes] }),
    hover: z.object({ enabled: z.boolean().catch(hover.enabled) }).catch(hover),
    inlayHints: z
      .object({
        annotations: z.boolean().catch(inlayHints.annotations),
        suggestions: z.boolean().catch(inlayHints.suggestions),
      })
      .catch(inlayHints),
    store: z.object({ url: z.string().trim().catch(store.url) }).catch(store),
    offline: z.boolean().catch(offline),
  })
  .catch({
    ...defaultSettings,
    vocabularies: [...vocabularies],
    linking: { ...linking, semanticTypes: [...linking.semanticTypes] },
  });

/** The settings as a client sent them, the section `termlens` as nested objects. Never throws. */
export function readSettings(section: unknown): TermLensSettings {
  return settingsSchema.parse(section ?? {});
}

/** Settings as `package.json` contributes them, section `termlens`; keys are nested as VS Code nests them. */
export interface TermLensSettings {
  readonly encoder: {
    /** `starter`, `sapbert`, or the absolute path of a model folder. */
    readonly model: string;
    readonly precision: 'auto' | 'fp32' | 'fp16' | 'int8';
    readonly executionProvider: 'auto' | 'cpu' | 'cuda' | 'webgpu' | 'dml' | 'coreml';
    /** 0 keeps the encoder loaded. */
    readonly idleTimeoutMinutes: number;
  };
  /** Vocabulary ids in order of preference; empty for all. */
  readonly vocabularies: readonly string[];
  readonly linking: {
    readonly candidateCount: number;
    readonly minScore: number;
    readonly semanticTypes: readonly string[];
  };
  readonly hover: { readonly enabled: boolean };
  /** Whether the identifiers of annotations, and of suggestions, stand in the text behind them. */
  readonly inlayHints: { readonly annotations: boolean; readonly suggestions: boolean };
  /** A database that vocabularies are shared in; an empty URL for none. */
  readonly store: { readonly url: string };
  /** Forbids every connection, also those that a command asks for. */
  readonly offline: boolean;
}

export const settingsSection = 'termlens';

/** The defaults of `package.json`, for clients that have no settings of ours; a test compares the two. */
export const defaultSettings: TermLensSettings = {
  encoder: { model: 'starter', precision: 'auto', executionProvider: 'auto', idleTimeoutMinutes: 30 },
  vocabularies: [],
  linking: { candidateCount: 5, minScore: 0.4, semanticTypes: [] },
  hover: { enabled: true },
  inlayHints: { annotations: false, suggestions: false },
  store: { url: '' },
  offline: false,
};

/** What a client may say when it starts the server; everything is optional, so any editor can. */
export interface InitializationOptions {
  /** Overrides the data folder (otherwise TERMLENS_HOME or the platform's own place). */
  readonly dataFolder?: string;
  /** For clients that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
  /** The client renders command links in hovers and has the extension's own commands. */
  readonly commandLinks?: boolean;
}

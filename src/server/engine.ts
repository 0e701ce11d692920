import type { MadeWith } from '../core/conceptStore/storeManifest.ts';
import type { EncoderDescription, EncoderMeasurement } from '../core/encoder/encoder.ts';
import type { Combination } from '../core/encoder/runtime/combination.ts';
import type { LinkOptions } from '../core/linking/candidate.ts';
import type { LeasedService, OutdatedVocabulary } from '../core/linking/service/linkingService.ts';
import type { ImportProblem } from '../core/vocabulary/importProblem.ts';
import type { OwnPlace } from '../core/vocabulary/own/ownPlace.ts';
import type { ServerStatus } from '../protocol/messages.ts';
import type { TermLensSettings } from '../protocol/settings.ts';

/** What encoding the vocabularies again for another encoder comes to. */
export interface ReencodingOffer {
  readonly encoder: EncoderDescription;
  readonly outdated: readonly OutdatedVocabulary[];
}

export interface EngineOptions {
  readonly installFolder: string;
  readonly dataFolder: string;
  /** Of the shared store; never written anywhere. */
  readonly storePassword?: string | undefined;
  onStatusChanged(status: ServerStatus): void;
  /** `done` of `total` names of the vocabulary `title` are encoded. */
  onBuildProgress(title: string, done: number, total: number): void;
  /** Nothing is being built any more, be it done, failed or given up. */
  onBuildEnded(): void;
  /** Whether to encode the vocabularies again; until that is done, the encoder before goes on. */
  offerReencoding(offer: ReencodingOffer): Promise<boolean>;
  /** One line on something that went wrong and was mended. */
  onNotice(line: string): void;
  /** As `LinkingServiceOptions` has them. */
  ownPlaces(): readonly OwnPlace[];
  onOwnProblems(problems: readonly ImportProblem[]): void;
}

/** The linking service that fits the settings of the moment, and what the user is told about it. */
export interface Engine {
  readonly status: ServerStatus;
  readonly settings: TermLensSettings;
  readonly linkOptions: LinkOptions;
  /** Identifies the encoder that serves, once it is known. */
  readonly encoderFingerprint: string | undefined;
  /** The encoder that serves, which need not be the one of the settings yet. */
  readonly madeWith: MadeWith | undefined;
  /** What the choice of provider and precision rests on. */
  readonly measurement: EncoderMeasurement | undefined;
  /** Linker and stores for one request, which disposes of them at its end; loads what is not there yet. */
  lease(): Promise<LeasedService>;
  /** Loads what is not there yet. */
  warmUp(): Promise<void>;
  /** Takes up vocabularies that were added, changed or removed, as `LinkingService.refresh` does. */
  refreshVocabularies(): Promise<void>;
  /** Brings a sleeping encoder back before somebody asks. */
  wakeEncoder(): void;
  /** Measures the encoder, or answers what is remembered and fits this machine. */
  measureEncoder(
    refresh: boolean,
    signal: AbortSignal,
    onAttempt: (combination: Combination) => void,
  ): Promise<MeasuredEncoder>;
  /** Takes new settings; what they do not touch stays loaded, and what they replace serves until it can be. */
  configure(settings: TermLensSettings): void;
  /** Loads everything anew for the same settings; what runs serves until then. */
  reload(): void;
  restart(): void;
  dispose(): void;
}

export interface MeasuredEncoder {
  readonly encoder: EncoderDescription;
  readonly measurement: EncoderMeasurement;
}

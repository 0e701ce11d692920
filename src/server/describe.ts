import type { ConceptStore } from '../core/conceptStore/conceptStore.ts';
import type { EncoderDescription } from '../core/encoder/encoder.ts';
import type { EncoderState } from '../core/encoder/host/encoderProcess.ts';
import type { ServerStatus, VocabularyInfo } from '../protocol/messages.ts';

export function describeVocabulary({ manifest, folder }: ConceptStore): VocabularyInfo {
  const { id, title, version, licence, source, conceptCount, nameCount, vectorEngine } = manifest;
  return { id, title, version, licence, source, conceptCount, nameCount, vectorEngine, folder };
}

/** How far the service is: it opens at the first request and stays open until it is replaced. */
export type Opening = 'opening' | 'open' | { readonly failed: string };

interface ServiceState {
  readonly encoderState: EncoderState;
  readonly opening: Opening;
  /** What was loaded last; it says what will be loaded again when the encoder sleeps. */
  readonly encoder: EncoderDescription | undefined;
  readonly stores: readonly ConceptStore[];
}

export function describeStatus({ encoderState, opening, encoder, stores }: ServiceState): ServerStatus {
  const ready = encoderState.state === 'ready' ? encoderState : undefined;
  const description = ready?.description ?? encoder;
  const common = {
    vocabularies: stores.map(describeVocabulary),
    ...(description && { encoder: describeEncoder(description, ready) }),
  };
  if (encoderState.state === 'failed') {
    return { ...common, state: 'failed', message: encoderState.message };
  }
  if (typeof opening === 'object') {
    return { ...common, state: 'failed', message: opening.failed };
  }
  if (opening === 'opening' || encoderState.state === 'loading') {
    return { ...common, state: 'starting' };
  }
  return { ...common, state: encoderState.state === 'ready' ? 'ready' : 'sleeping' };
}

function describeEncoder(
  description: EncoderDescription,
  ready: Extract<EncoderState, { state: 'ready' }> | undefined,
): NonNullable<ServerStatus['encoder']> {
  const { modelId, modelTitle, precision, executionProvider, dimensions, device, notices } = description;
  const namesPerSecond = description.measurement?.trials.find(
    (trial) => trial.precision === precision && trial.executionProvider === executionProvider,
  )?.namesPerSecond;
  return {
    ...{ modelId, modelTitle, precision, executionProvider, dimensions, notices },
    ...(device !== undefined && { device }),
    ...(namesPerSecond !== undefined && { namesPerSecond }),
    ...(ready?.memoryBytes !== undefined && { memoryBytes: ready.memoryBytes }),
    ...(ready?.processId !== undefined && { processId: ready.processId }),
  };
}

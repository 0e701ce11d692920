import type { StatusSnapshot } from '../../../src/extension/views/statusText.ts';
import type { ServerStatus } from '../../../src/protocol/messages.ts';

export const readyStatus: ServerStatus = {
  state: 'ready',
  encoder: {
    modelId: 'starter',
    modelTitle: 'TermLens starter encoder',
    precision: 'int8',
    executionProvider: 'cpu',
    dimensions: 256,
    notices: ['cuda: no GPU found'],
    processId: 77,
  },
  vocabularies: [
    {
      id: 'starter',
      title: 'Starter vocabulary',
      version: '2026',
      licence: 'CC0',
      source: 'here',
      conceptCount: 1200,
      nameCount: 1,
      vectorEngine: 'vectra',
      folder: '/data/starter',
    },
  ],
};

export function statusSnapshot(changes: Partial<StatusSnapshot> = {}): StatusSnapshot {
  return { connection: 'running', server: readyStatus, workCount: 0, ...changes };
}

/** The ready status with another encoder. */
export function withEncoder(changes: Partial<NonNullable<ServerStatus['encoder']>>): StatusSnapshot {
  const { encoder } = readyStatus;
  return statusSnapshot(encoder && { server: { ...readyStatus, encoder: { ...encoder, ...changes } } });
}

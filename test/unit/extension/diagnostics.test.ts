import { describe, expect, it } from 'vitest';
import { createFetchDiagnostics } from '../../../src/extension/diagnostics.ts';
import { ServerNotRunningError } from '../../../src/extension/failures.ts';
import { cudaStatusRequest, diagnosticsRequest } from '../../../src/protocol/encoderMessages.ts';

/** Answers what is asked for by the request's method. */
function fetchFrom(answers: Readonly<Record<string, unknown>>): ReturnType<typeof createFetchDiagnostics> {
  return createFetchDiagnostics({
    request0: (type) => {
      const answer = answers[type.method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
  });
}

describe('diagnostics', () => {
  it('are what the server says, and what it found of CUDA', async () => {
    const fetchDiagnostics = fetchFrom({
      [diagnosticsRequest.method]: ['Models: /m'],
      [cudaStatusRequest.method]: { supported: true, installed: false, report: ['Driver 570'] },
    });
    expect(await fetchDiagnostics()).toEqual({ lines: ['Models: /m'], cuda: ['Driver 570'] });
  });

  it('say why a part of them is missing', async () => {
    const fetchDiagnostics = fetchFrom({
      [diagnosticsRequest.method]: new ServerNotRunningError(),
      [cudaStatusRequest.method]: Object.assign(new Error('x'), { code: -32800 }),
    });
    expect(await fetchDiagnostics()).toEqual({
      lines: ['The TermLens server is not running.'],
      cuda: ['no answer'],
    });
  });
});

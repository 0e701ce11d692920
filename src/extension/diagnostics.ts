import { cudaStatusRequest, diagnosticsRequest } from '../protocol/encoderMessages.ts';
import { describeFailure } from './failures.ts';
import type { Server } from './serverConnection.ts';
import type { Diagnostics } from './views/statusReport.ts';

/** Asks the server for what a bug report needs; where it cannot answer, that is said in the answer's place. */
export function createFetchDiagnostics(server: Pick<Server, 'request0'>): () => Promise<Diagnostics> {
  const orFailure = async (ask: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    try {
      return await ask();
    } catch (error) {
      const failure = describeFailure(error);
      return [failure.kind === 'cancelled' ? 'no answer' : failure.message];
    }
  };
  return async () => {
    const [lines, cuda] = await Promise.all([
      orFailure(() => server.request0(diagnosticsRequest)),
      orFailure(async () => (await server.request0(cudaStatusRequest)).report),
    ]);
    return { lines, cuda };
  };
}

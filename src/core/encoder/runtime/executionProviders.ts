import * as ort from 'onnxruntime-node';
import { executionProviders, type ExecutionProvider } from '../encoder.ts';

/** What one execution provider gave for the trial names, or why it could not. */
export interface ProvenSession<Session> {
  readonly session: Session;
  readonly executionProvider: ExecutionProvider;
  readonly notices: readonly string[];
}

interface Trial<Session> {
  open(provider: ExecutionProvider): Promise<Session>;
  /** Vectors of a few fixed names, shape `[names, dimensions]`, unit length. */
  encodeTrialNames(session: Session): Promise<Float32Array>;
  release(session: Session): Promise<void>;
  /** Told before each attempt, so that a crash can be blamed on the provider that was tried. */
  onAttempt(provider: ExecutionProvider): void;
}

/** Half-precision arithmetic on a GPU stays well within this; a broken driver does not. */
const maximumCosineDistance = 1e-3;

/** The execution providers that this platform's build of ONNX Runtime has, in the order `auto` tries them. */
export function listExecutionProviders(): ExecutionProvider[] {
  const built = new Set<string>(ort.listSupportedBackends().map(({ name }) => name));
  return executionProviders.filter((provider) => built.has(provider));
}

/** What to try, best first; always ends with `cpu`, so that there is an answer in the end. */
export function candidateProviders(asked: ExecutionProvider | 'auto'): ExecutionProvider[] {
  const preferred = asked === 'auto' ? listExecutionProviders() : [asked];
  return [...preferred.filter((provider) => provider !== 'cpu'), 'cpu'];
}

/**
 * Opens the model on the first provider whose vectors agree with the CPU's; what was passed over is in
 * `notices`, one line each. The CPU is the reference and the last resort: what it throws is thrown.
 * @param candidates in order of preference.
 */
export async function openOnBestProvider<Session>(
  candidates: readonly ExecutionProvider[],
  trial: Trial<Session>,
): Promise<ProvenSession<Session>> {
  const notices: string[] = [];
  trial.onAttempt('cpu');
  const cpuSession = await trial.open('cpu');
  const reference = await trial.encodeTrialNames(cpuSession);
  for (const executionProvider of candidates.filter((provider) => provider !== 'cpu')) {
    trial.onAttempt(executionProvider);
    try {
      const session = await trial.open(executionProvider);
      const distance = await measureDistance(session, trial, reference);
      if (distance <= maximumCosineDistance) {
        await trial.release(cpuSession);
        return { session, executionProvider, notices };
      }
      await trial.release(session);
      notices.push(
        `${executionProvider}: its vectors differ from the CPU's (cosine distance ${distance.toFixed(4)}).`,
      );
    } catch (error) {
      notices.push(`${executionProvider}: ${describe(error)}`);
    }
  }
  return { session: cpuSession, executionProvider: 'cpu', notices };
}

/** A session that cannot run is released, for the next one may need its memory. */
async function measureDistance<Session>(
  session: Session,
  trial: Trial<Session>,
  reference: Float32Array,
): Promise<number> {
  try {
    return largestCosineDistance(await trial.encodeTrialNames(session), reference);
  } catch (error) {
    await trial.release(session);
    throw error;
  }
}

/** NaN compares as farthest: it must never pass as agreement. */
function largestCosineDistance(vectors: Float32Array, reference: Float32Array): number {
  const names = trialNames.length;
  const dimensions = reference.length / names;
  let largest = 0;
  for (let name = 0; name < names; name++) {
    let dot = 0;
    for (let d = name * dimensions; d < (name + 1) * dimensions; d++) {
      dot += (vectors[d] ?? NaN) * (reference[d] ?? NaN);
    }
    largest = Math.max(largest, Number.isNaN(dot) ? Infinity : 1 - dot);
  }
  return largest;
}

/** Short and long, so that a trial run also exercises padding. */
export const trialNames: readonly string[] = [
  'myocardial infarction',
  'pain',
  'chronic obstructive pulmonary disease with acute exacerbation',
];

const longestReason = 160;

/** What a native message says, without the source file and function that it begins with. */
function describe(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const reason = message
    .replace(/^\S+\.(?:cc|cpp|h):\d+ .*?\)(?:::<lambda\(\)>)? /u, '')
    .replace(/^.* was false\. /u, '');
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason;
}

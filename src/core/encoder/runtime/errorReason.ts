const longestReason = 160;

/** Messages that say what happened inside, for which the user needs to know what to do. */
const explanations: readonly (readonly [pattern: RegExp, explanation: string])[] = [
  [
    /Failed to load shared library|Failed to load library .*providers_(?:shared|cuda)/u,
    'its libraries are not installed or do not load; run "TermLens: Install CUDA Provider…" or "termlens encoder install-cuda".',
  ],
  [/No supported adapters|Failed to get a WebGPU adapter/u, 'no graphics card with a driver was found.'],
];

/** What a native message says, without the source file and function that it begins with. */
export function errorReason(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const explained = explanations.find(([pattern]) => pattern.test(message));
  if (explained) {
    return explained[1];
  }
  const reason = message
    .replace(/^\S+\.(?:cc|cpp|h):\d+ .*?\)(?:::<lambda\(\)>)? /u, '')
    .replace(/^.* was false\. /u, '');
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason;
}

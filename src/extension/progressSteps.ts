import type { WorkDone } from './serverConnection.ts';

export interface ProgressStep {
  readonly message?: string;
  /** Percent since the last step: VS Code adds up what the protocol gives as a total. */
  readonly increment?: number;
}

/** Turns work-done progress of the language server protocol into VS Code's. */
export function createProgressSteps(): (progress: WorkDone) => ProgressStep {
  let reported = 0;
  return (progress) => {
    const message = progress.message === undefined ? {} : { message: progress.message };
    if (progress.kind === 'end' || progress.percentage === undefined) {
      return message;
    }
    const increment = Math.max(0, Math.min(progress.percentage, 100) - reported);
    reported += increment;
    return { ...message, increment };
  };
}

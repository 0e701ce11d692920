/** One record that could not be read as it stands. The records around it are unaffected. */
export interface ImportProblem {
  readonly file: string;
  /** Line in the file, counted from 1. */
  readonly line: number;
  readonly message: string;
}

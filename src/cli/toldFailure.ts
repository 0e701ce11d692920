/** The command failed and has told so itself, in a form of its own. */
export class ToldFailure extends Error {
  override readonly name = 'ToldFailure';
}

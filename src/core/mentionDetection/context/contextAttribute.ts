/** brat's names for what the text around a mention says of it. */
export type ContextName = 'Negated' | 'Possible' | 'Historical' | 'Hypothetical' | 'Experiencer';

/**
 * That a mention is negated, only possible, of the past, hypothetical, or said of somebody else (`Experiencer`,
 * whose value is `Other`), and by what that was told: a cue of its sentence as it is written there, or the heading
 * of its section.
 */
export interface ContextAttribute {
  readonly name: ContextName;
  readonly value?: string;
  readonly cue?: string;
  readonly section?: string;
}

/** The commands of `package.json`, without "termlens.". */
export const commandNames = [
  'linkSelection',
  'searchConcepts',
  'annotateDocument',
  'nextSuggestion',
  'previousSuggestion',
  'acceptSuggestion',
  'rejectSuggestion',
  'removeAnnotation',
  'addConcept',
  'addSynonym',
  'selectEncoder',
  'selectExecutionProvider',
  'benchmarkEncoder',
  'installCuda',
  'restartServer',
  'showOutput',
  'showStatus',
] as const;

export type CommandName = (typeof commandNames)[number];

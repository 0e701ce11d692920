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
  'selectEncoder',
  'selectExecutionProvider',
  'benchmarkEncoder',
  'installCuda',
  'setStorePassword',
  'restartServer',
  'showOutput',
  'showStatus',
] as const;

export type CommandName = (typeof commandNames)[number];

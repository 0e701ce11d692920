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
  'addVocabulary',
  'manageVocabularies',
  'refreshVocabularies',
  'removeVocabulary',
  'rebuildVocabulary',
  'revealVocabulary',
  'moveVocabularyUp',
  'moveVocabularyDown',
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

import { NotificationType0 } from 'vscode-languageserver-protocol';

/** Client → server: vocabularies were added, changed or removed; what is there now is searched from now on. */
export const refreshVocabulariesNotification = new NotificationType0('termlens/refreshVocabularies');

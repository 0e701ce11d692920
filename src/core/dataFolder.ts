import envPaths from 'env-paths';

/** Where models and vocabularies are kept: TERMLENS_HOME, or the platform's place for a user's data. */
export function defaultDataFolder(): string {
  return process.env['TERMLENS_HOME'] ?? envPaths('termlens', { suffix: '' }).data;
}

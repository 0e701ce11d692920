/**
 * The environment variable in which the extension hands the shared store's password to the server. A message would be
 * written down by whoever traces messages.
 */
export const storePasswordVariable = 'TERMLENS_STORE_PASSWORD';

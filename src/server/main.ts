import { dirname } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { storePasswordVariable } from '../protocol/storePassword.ts';
import { serve } from './serve.ts';

// The bundle lies in `dist/`; models and vocabularies beside that. The transport is named in the arguments.
serve(createConnection(ProposedFeatures.all), {
  installFolder: dirname(__dirname),
  storePassword: takeVariable(storePasswordVariable),
});

/** Also out of the environment, which the encoder's process inherits. */
function takeVariable(name: string): string | undefined {
  const { [name]: value } = process.env;
  Reflect.deleteProperty(process.env, name);
  return value === '' ? undefined : value;
}

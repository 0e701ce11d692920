import { dirname } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';

// The bundle lies in `dist/`; models and vocabularies beside that. The transport is named in the arguments.
serve(createConnection(ProposedFeatures.all), dirname(__dirname));

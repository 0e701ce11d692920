import { join } from 'node:path';
import { runEncoderHost } from './encoderHost.ts';

// Both are bundles in `dist/`, which are CommonJS.
runEncoderHost(join(__dirname, 'tokenizerThread.js'));

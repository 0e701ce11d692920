import { runEncoderHost } from './encoderHost.ts';

runEncoderHost();

import { window } from 'vscode';
import { reloadEncoderNotification, type EncoderInfo } from '../../protocol/encoderMessages.ts';
import type { Server } from '../serverConnection.ts';
import { readSetting, writeSetting } from '../userSettings.ts';

/** Makes an encoder that is on this machine the one in use. The server offers to encode vocabularies again. */
export async function switchToEncoder(
  server: Pick<Server, 'notify0'>,
  { id, title }: Pick<EncoderInfo, 'id' | 'title'>,
): Promise<void> {
  const isNews = readSetting('encoder.model') !== id;
  if (await writeSetting('encoder.model', id)) {
    if (!isNews) {
      // The encoder before may still serve, since the vocabularies were not to be encoded again.
      server.notify0(reloadEncoderNotification);
    }
    void window.showInformationMessage(
      isNews ? `TermLens is switching to ${title}.` : `${title} is the encoder of your settings.`,
    );
  }
}

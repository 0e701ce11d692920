import { window } from 'vscode';
import type { EncoderInfo } from '../../protocol/encoderMessages.ts';
import { readSetting, writeSetting } from '../userSettings.ts';

/** Makes an encoder that is on this machine the one in use. The server offers to encode vocabularies again. */
export async function switchToEncoder({ id, title }: Pick<EncoderInfo, 'id' | 'title'>): Promise<void> {
  const isNews = readSetting('encoder.model') !== id;
  if (await writeSetting('encoder.model', id)) {
    void window.showInformationMessage(
      isNews ? `TermLens now uses ${title}.` : `${title} is the encoder in use.`,
    );
  }
}

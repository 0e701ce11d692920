import { describe, expect, it } from 'vitest';
import {
  confirmCudaDownload,
  confirmEncoderDownload,
  confirmVocabularyDownload,
  explainBroughtVocabulary,
  formatCudaReport,
} from '../../../src/extension/commands/downloadText.ts';
import { createBrought, createKnown } from '../vocabulary/catalogue/knownVocabularies.ts';

describe('what the user agrees to', () => {
  it('before an encoder is fetched', () => {
    const { message, detail } = confirmEncoderDownload({
      title: 'SapBERT',
      repository: 'Xenova/SapBERT',
      revision: '0123456789abcdef0123456789abcdef01234567',
      licence: 'Apache-2.0',
      precisions: ['fp16', 'int8'],
      bytes: 328_000_000,
    });
    expect(message).toBe('Download SapBERT?');
    expect(detail).toContain(
      'From: Hugging Face hub, Xenova/SapBERT at 0123456789ab\nSize: about 328 MB\nPrecisions: fp16, int8\n' +
        'Licence: Apache-2.0\n',
    );
    expect(detail).toContain('opens a connection');
  });

  it('before anything is known of a repository', () => {
    const { detail } = confirmEncoderDownload({
      title: 'a/b',
      repository: 'a/b',
      licence: undefined,
      precisions: [],
      bytes: undefined,
    });
    expect(detail).toContain('hub, a/b\nSize: known once');
    expect(detail).not.toContain('undefined');
  });

  it('before a vocabulary is fetched', () => {
    const { message, detail } = confirmVocabularyDownload(
      createKnown({ concepts: 19_000, bytes: 11_000_000 }),
    );
    expect(message).toBe('Download Device Ontology?');
    expect(detail).toContain(
      'Publisher: Nobody\nFrom: https://example.org/devices.obo\nSize: about 11 MB\nConcepts: about 19,000\n' +
        'Licence: CC0-1.0 (https://example.org/licence)\n',
    );
    expect(detail).toContain('opens a connection');
  });

  it('nothing, where only they may fetch it, but is told how', () => {
    const { message, detail } = explainBroughtVocabulary(createBrought('codes'));
    expect(message).toBe('Title of codes cannot be fetched by TermLens: it needs an account.');
    expect(detail).toContain('Get codes.zip from https://example.org/sign-in');
  });

  it('before the CUDA provider is fetched', () => {
    const { message, detail } = confirmCudaDownload({
      name: 'runtime.linux',
      version: '1.30.0',
      url: 'https://registry/runtime.linux.1.30.0',
      bytes: 280_000_000,
      sha512: 'abc123',
      folder: '/data/cuda',
    });
    expect(message).toBe('Download runtime.linux 1.30.0?');
    expect(detail).toContain(
      'From: https://registry/runtime.linux.1.30.0\nSize: 280 MB\nSHA-512: abc123\nInto: /data/cuda\n',
    );
  });
});

describe('the CUDA report', () => {
  it.each([
    [
      { supported: true, installed: true, report: ['Driver 570'] },
      'CUDA provider: installed\n\nDriver 570\n',
    ],
    [{ supported: true, installed: false, report: [] }, 'CUDA provider: not installed\n'],
    [
      { supported: false, installed: false, reason: 'Only Linux x64.', report: [] },
      'CUDA provider: not for this platform\nOnly Linux x64.\n',
    ],
  ])('%#', (status, text) => {
    expect(formatCudaReport(status)).toBe(text);
  });
});

import type { CudaPackage, CudaStatus } from '../../protocol/encoderMessages.ts';
import type { KnownVocabularyInfo } from '../../protocol/vocabularyMessages.ts';
import { formatBytes } from '../views/quantities.ts';

export interface DownloadText {
  readonly message: string;
  readonly detail: string;
}

export interface EncoderDownload {
  readonly title: string;
  readonly repository: string;
  readonly revision?: string | undefined;
  /** Undefined where the repository has not been asked yet. */
  readonly licence: string | undefined;
  /** Empty for all that there are. */
  readonly precisions: readonly string[];
  readonly bytes: number | undefined;
}

/** What the user agrees to before an encoder is fetched. */
export function confirmEncoderDownload(download: EncoderDownload): DownloadText {
  const { title, repository, revision, licence, precisions, bytes } = download;
  return {
    message: `Download ${title}?`,
    detail: lines([
      [
        'From',
        `Hugging Face hub, ${repository}${revision === undefined ? '' : ` at ${revision.slice(0, 12)}`}`,
      ],
      [
        'Size',
        bytes === undefined ? 'known once the repository has been asked' : `about ${formatBytes(bytes)}`,
      ],
      ['Precisions', precisions.length === 0 ? 'all that it has' : precisions.join(', ')],
      ['Licence', licence ?? 'see the repository’s page'],
    ]).concat(
      '\n\nTermLens opens a connection to the hub for this, and for nothing else. Nothing of your notes is sent.',
    ),
  };
}

/** What the user agrees to before a vocabulary is fetched. */
export function confirmVocabularyDownload(known: KnownVocabularyInfo): DownloadText {
  const { title, publisher, address = '', bytes, licence, licenceAddress, concepts } = known;
  return {
    message: `Download ${title}?`,
    detail: lines([
      ['Publisher', publisher],
      ['From', address],
      ['Size', bytes === undefined ? 'not known' : `about ${formatBytes(bytes)}`],
      ['Concepts', `about ${concepts.toLocaleString('en-US')}`],
      ['Licence', `${licence} (${licenceAddress})`],
    ]).concat(
      '\n\nTermLens opens a connection to that address for this, and for nothing else. Nothing of your notes is sent.',
    ),
  };
}

/** How the user gets a vocabulary that only they may fetch. */
export function explainBroughtVocabulary({ title, licence, bring }: KnownVocabularyInfo): DownloadText {
  return {
    message: `${title} cannot be fetched by TermLens: ${bring?.why ?? ''}.`,
    detail: `Licence: ${licence}\n\nGet ${bring?.file ?? 'it'} from ${bring?.page ?? 'its publisher'}, then choose that file or its folder.`,
  };
}

/** What the user agrees to before the CUDA provider is fetched. */
export function confirmCudaDownload(cudaPackage: CudaPackage): DownloadText {
  const { name, version, url, bytes, sha512, folder } = cudaPackage;
  return {
    message: `Download ${name} ${version}?`,
    detail: lines([
      ['From', url],
      ['Size', formatBytes(bytes)],
      ['SHA-512', sha512],
      ['Into', folder],
    ]).concat('\n\nThe package is checked against this SHA-512 before it is unpacked.'),
  };
}

function lines(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** What is there for CUDA, and what is missing, as a text to read. */
export function formatCudaReport({ supported, installed, reason, report }: CudaStatus): string {
  const state = installed ? 'installed' : supported ? 'not installed' : 'not for this platform';
  return [`CUDA provider: ${state}`, ...(reason === undefined ? [] : [reason]), '', ...report]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

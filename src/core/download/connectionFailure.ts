import { CertificateError, ConnectionError, HttpStatusError, type DownloadError } from './downloadErrors.ts';

const certificateCodes =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF))/u;

/** What a rejected `fetch` means. It says "fetch failed" and keeps what happened in its cause, sometimes two levels down. */
export function toConnectionError(url: string, error: unknown): DownloadError {
  const { code, message } = innermost(error);
  if (certificateCodes.test(code)) {
    return new CertificateError(url, message, { cause: error });
  }
  if (/\b407\b/u.test(message)) {
    return new HttpStatusError(url, 407);
  }
  const problems: Record<string, string> = {
    ENOTFOUND: 'there is no server of this name, or no network',
    EAI_AGAIN: 'the name of the server cannot be looked up; there may be no network',
    ECONNREFUSED: 'the server accepts no connection',
    ECONNRESET: 'the connection was cut',
    UND_ERR_SOCKET: 'the connection was cut',
    UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
  };
  return new ConnectionError(url, problems[code] ?? message, { cause: error });
}

function innermost(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return innermost(error.errors[0]);
  }
  if (error instanceof Error) {
    return error.cause instanceof Error
      ? innermost(error.cause)
      : { code: (error as NodeJS.ErrnoException).code ?? '', message: error.message };
  }
  return { code: '', message: String(error) };
}

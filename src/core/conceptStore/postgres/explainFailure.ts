import {
  SharedStoreError,
  StoreAccessError,
  StoreEncryptionError,
  StoreFullError,
  StorePasswordError,
  StoreReplacedError,
  StoreUnreachableError,
} from '../storeErrors.ts';
import type { StoreAddress } from './storeAddress.ts';

/** PostgreSQL's error codes (its manual, appendix A), by their class or in full. */
const classes: readonly (readonly [code: RegExp, explain: (at: string, cause: Error) => SharedStoreError])[] =
  [
    [/^28/u, (at, cause) => new StorePasswordError(at, cause)],
    [/^42501|^25006/u, (at, cause) => new StoreAccessError(at, cause)],
    [/^53[12]00/u, (at, cause) => new StoreFullError(at, cause)],
    [/^42P01/u, (at, cause) => new StoreReplacedError(at, cause)],
    [/^57014/u, (at, cause) => new StoreUnreachableError(at, 'it took too long to answer', cause)],
    [/^3D000/u, (at, cause) => new StoreUnreachableError(at, 'there is no such database', cause)],
    [
      /^53300/u,
      (at, cause) => new StoreUnreachableError(at, 'it has as many connections as it takes', cause),
    ],
    [/^57P|^08/u, (at, cause) => new StoreUnreachableError(at, 'the server is stopping or starting', cause)],
    [
      /CERT|LEAF_SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO/u,
      (at, cause) => new StoreEncryptionError(at, reasonOf(cause), cause),
    ],
    [/^E(?!RR_)[A-Z_]+$/u, (at, cause) => new StoreUnreachableError(at, reasonOf(cause), cause)],
  ];

/** What the client says without a code. */
const messages: readonly (readonly [RegExp, (at: string, cause: Error) => SharedStoreError])[] = [
  [/password must be a (?:non-empty )?string/u, (at, cause) => new StorePasswordError(at, cause)],
  [/SSL/u, (at, cause) => new StoreEncryptionError(at, reasonOf(cause), cause)],
  [
    /timeout|terminated|Connection ended|not queryable|closed/iu,
    (at, cause) => new StoreUnreachableError(at, 'the connection was lost or never made', cause),
  ],
];

/** The failure in words that the user can act on; what is none of the database's failures stays as it is. */
export function explainFailure(error: unknown, { label }: StoreAddress): unknown {
  if (!(error instanceof Error) || error instanceof SharedStoreError) {
    return error;
  }
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : '';
  const [, explain] =
    classes.find(([pattern]) => pattern.test(code)) ??
    messages.find(([pattern]) => code === '' && pattern.test(error.message)) ??
    [];
  return explain && first instanceof Error ? explain(label, first) : error;
}

function reasonOf(cause: Error): string {
  return cause.message;
}

import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../../../src/core/conceptStore/postgres/connect.ts';
import { explainFailure } from '../../../../src/core/conceptStore/postgres/explainFailure.ts';
import { parseStoreAddress } from '../../../../src/core/conceptStore/postgres/storeAddress.ts';
import { StoreAddressError, StoreOfflineError } from '../../../../src/core/conceptStore/storeErrors.ts';

describe('an address', () => {
  it.each([
    ['postgresql://ann@db.example.org/terms', 'db.example.org', 5432, 'ann', 'verify-full', false],
    [
      'postgres://db.example.org:6000/terms?sslmode=require',
      'db.example.org',
      6000,
      undefined,
      'require',
      false,
    ],
    ['postgresql://ann%40x@localhost/a%20b', 'localhost', 5432, 'ann@x', 'disable', true],
    ['postgresql://[::1]:5433/terms', '::1', 5433, undefined, 'disable', true],
    ['postgresql:///terms?host=/var/run/postgresql', '/var/run/postgresql', 5432, undefined, 'disable', true],
    ['postgresql://127.0.0.1/terms?sslmode=verify-ca', '127.0.0.1', 5432, undefined, 'verify-ca', true],
  ])('%s', (url, host, port, user, tls, isLocal) => {
    expect(parseStoreAddress(url)).toMatchObject({ host, port, user, tls, isLocal });
  });

  it.each([
    ['', /begin with postgresql/u],
    ['db.example.org/terms', /begin with postgresql/u],
    ['https://db.example.org/terms', /begin with postgresql/u],
    ['postgresql://db.example.org', /no host or no database/u],
    ['postgresql:///terms', /no host or no database/u],
    ['postgresql://u:hush@db.example.org/terms', /password.*Set Store Password/u],
    ['postgresql://db.example.org/terms?password=hush', /password.*Set Store Password/u],
    ['postgresql://db.example.org/terms?sslmode=prefer', /sslmode/u],
    ['postgresql://db.example.org/terms?options=-cx', /"options"/u],
    ['postgresql://db.example.org/%zz', /%/u],
  ])('%s is refused', (url, message) => {
    const parse = (): unknown => parseStoreAddress(url);
    expect(parse).toThrow(StoreAddressError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/hush/u);
  });

  it.each([
    ['postgresql://localhost/terms', true],
    ['postgresql:///terms?host=/run', true],
    ['postgresql://localhost.example.org/terms', false],
    ['postgresql://10.0.0.1/terms', false],
  ])('%s offline: %s', (url, allowed) => {
    const check = (): unknown => checkAddress({ url, offline: true });
    if (allowed) {
      expect(check).not.toThrow();
    } else {
      expect(check).toThrow(StoreOfflineError);
    }
  });
});

function failure(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe('a failure', () => {
  const address = parseStoreAddress('postgresql://ann@db.example.org/terms');
  it.each([
    [failure('connect ECONNREFUSED', 'ECONNREFUSED'), 'StoreUnreachableError', /tries again/u],
    [failure('getaddrinfo', 'ENOTFOUND'), 'StoreUnreachableError', /network/u],
    [failure('timeout expired'), 'StoreUnreachableError', /network/u],
    [failure('Connection terminated unexpectedly'), 'StoreUnreachableError', /network/u],
    [failure('terminating connection', '57P01'), 'StoreUnreachableError', /stopping/u],
    [failure('canceling statement', '57014'), 'StoreUnreachableError', /too long/u],
    [failure('too many clients', '53300'), 'StoreUnreachableError', /connections/u],
    [failure('database does not exist', '3D000'), 'StoreUnreachableError', /no such database/u],
    [failure('password authentication failed', '28P01'), 'StorePasswordError', /Set Store Password/u],
    [failure('SASL: client password must be a string'), 'StorePasswordError', /PGPASSWORD/u],
    [failure('The server does not support SSL connections'), 'StoreEncryptionError', /sslmode/u],
    [failure('self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'StoreEncryptionError', /sslrootcert/u],
    [failure('altnames', 'ERR_TLS_CERT_ALTNAME_INVALID'), 'StoreEncryptionError', /sslrootcert/u],
    [failure('first', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'StoreEncryptionError', /sslrootcert/u],
    [failure('write EPROTO', 'EPROTO'), 'StoreEncryptionError', /sslmode/u],
    [failure('permission denied for schema', '42501'), 'StoreAccessError', /USAGE/u],
    [failure('could not extend file', '53100'), 'StoreFullError', /goes on/u],
    [failure('relation does not exist', '42P01'), 'StoreReplacedError', /next request/u],
    [new AggregateError([failure('connect', 'ECONNREFUSED')]), 'StoreUnreachableError', /network/u],
  ])('%s → %s', (error, name, message) => {
    const told = explainFailure(error, address) as Error;
    expect(told.name).toBe(name);
    expect(told.message).toContain('db.example.org:5432/terms');
    expect(told.message).toMatch(message);
  });

  it('that is a bug stays one', () => {
    const bug = failure('syntax error', '42601');
    expect(explainFailure(bug, address)).toBe(bug);
    const other = new TypeError('x is not a function');
    expect(explainFailure(other, address)).toBe(other);
  });
});

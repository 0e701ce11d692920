import { randomBytes } from 'node:crypto';
import {
  withConnection,
  type SharedStoreOptions,
} from '../../../../src/core/conceptStore/postgres/connect.ts';
import type { RunningPostgres } from './startPostgres.ts';

/** Somebody else on a real server. Roles belong to the whole server, so they are dropped after their databases. */
export interface Role {
  readonly name: string;
  /** The same store, entered as this role. */
  readonly shared: SharedStoreOptions;
}

export async function createRole({ shared }: RunningPostgres, grants = ''): Promise<Role> {
  const name = `termlens_test_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await withConnection(shared, async (database) => {
    await database.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
    if (grants !== '') {
      await database.query(grants.replaceAll('$role', name));
    }
  });
  const url = new URL(shared.url);
  url.username = name;
  return { name, shared: { ...shared, url: url.href, password } };
}

/** The rights that the README asks for whoever only reads, also of what will be added. */
export const readRights = `CREATE SCHEMA IF NOT EXISTS termlens; GRANT USAGE ON SCHEMA termlens TO $role;
  GRANT SELECT ON ALL TABLES IN SCHEMA termlens TO $role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA termlens GRANT SELECT ON TABLES TO $role`;

export async function dropRoles(roles: readonly Role[], administrator: SharedStoreOptions): Promise<void> {
  await withConnection(administrator, async (database) => {
    for (const { name } of roles) {
      await database.query(`DROP ROLE ${name}`);
    }
  });
}

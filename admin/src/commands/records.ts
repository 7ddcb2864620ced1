import type { Records, RecordsPasswords, RoleSetup } from '@onsale/records';
import type { ConnectingCommand } from '../command.ts';
import { RecordsAccess } from '../open-records.ts';

/** The only step that changes the schema of the records. */
export const recordsInstallCommand: ConnectingCommand = {
  usage: 'records install',
  summary:
    'brings the schema of the records to this version, and makes the roles of recorder, office ' +
    'and delivery where their passwords are set; before any of its processes start',
  options: {},
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, print, warn }) {
    const access = new RecordsAccess(config);
    try {
      const db = await access.open({ anySchema: true });
      await installRecords(db, {
        passwords: {
          recorder: config.RECORDER_DATABASE_PASSWORD,
          office: config.OFFICE_DATABASE_PASSWORD,
          delivery: config.DELIVERY_DATABASE_PASSWORD,
        },
        ...{ print, warn },
      });
      return 0;
    } finally {
      await access.close();
    }
  },
};

/** Makes roles and schema what this version needs, and says what there was to do. */
async function installRecords(
  db: Records,
  {
    passwords,
    print,
    warn,
  }: {
    passwords: RecordsPasswords;
    print: (line: string) => void;
    warn: (line: string) => void;
  },
): Promise<void> {
  const { migrateRecords, schemaState, setUpRoles } = await import('@onsale/records');
  for (const setup of await setUpRoles(db, passwords)) tellRole(setup, { print, warn });
  const applied = await migrateRecords(db);
  for (const name of applied) print(`Applied the migration ${name}.`);
  const { newer } = await schemaState(db);
  if (newer.length > 0)
    print(`The schema belongs to a newer version (${newer.join(', ')}), so it stays.`);
  else if (applied.length === 0) print('The schema of the records is up to date.');
}

function tellRole(
  { role, outcome }: RoleSetup,
  { print, warn }: { print: (line: string) => void; warn: (line: string) => void },
): void {
  if (outcome === 'created') print(`Created the role ${role}.`);
  else if (outcome === 'changed') print(`The role ${role} has the password that is set.`);
  else {
    warn(
      `The user of DATABASE_URL may not make the role ${role} or change its password. Somebody who may ` +
        'must do so and run this again, for its rights; until then, its process can log in as this user.',
    );
  }
}

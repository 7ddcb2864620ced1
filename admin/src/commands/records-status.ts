import { shardsOf, type Ledger, type LogStatus, readLogStatus, shardName } from '@onsale/ledger';
import type { RecordedShard, Records } from '@onsale/records';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { duration, entriesBehind } from './log.ts';

/** Shows the schema of the records, and how far the recorder is. */
export const recordsStatusCommand: Command = {
  usage: 'records status [--json]',
  summary:
    'shows the schema of the records and how far the recorder is with each shard; exits with 1 if the ' +
    'schema is not that of this version or a shard is not recorded',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, print }, { options }) {
    const ledger = await openLedger();
    const status = await readStatus(ledger, await openRecords({ anySchema: true }));
    print(options['json'] === true ? JSON.stringify(status, null, 2) : describe(status));
    return status.problems.length > 0 ? 1 : 0;
  },
};

type RecordsStatus = Awaited<ReturnType<typeof readStatus>>;

/** How far one shard is recorded. */
interface ShardStatus {
  shard: string;
  /** `unknown` while no recorder has begun with it. */
  state: RecordedShard['state'] | 'unknown';
  position: string | undefined;
  backfilledAt: string | undefined;
  backfillReason: string | undefined;
  /** Of the recorder in the order log; undefined while it is no reader of it. */
  entriesBehind: number | undefined;
  isMore: boolean;
  behindMs: number | undefined;
}

async function readStatus(ledger: Ledger, db: Records) {
  const { readDatabase, readRoles, readShards, RECORDER, schemaState } =
    await import('@onsale/records');
  const schema = await schemaState(db);
  const [facts, roles, rows, logs] = await Promise.all([
    readDatabase(db),
    readRoles(db),
    schema.pending.length === 0 ? readShards(db) : [],
    readLogStatus(ledger),
  ]);
  const shards = shardsOf(ledger).map((shard) =>
    shardStatus({
      shard,
      row: rows.find((row) => row.shard === shard),
      reader: logs
        .find((log) => log.shard === shard)
        ?.readers.find(({ reader }) => reader === RECORDER),
    }),
  );
  return { ...facts, ...schema, roles, shards, problems: findProblems(schema, shards) };
}

function shardStatus({
  shard,
  row,
  reader,
}: {
  shard: number;
  row: RecordedShard | undefined;
  reader: LogStatus['readers'][number] | undefined;
}): ShardStatus {
  return {
    shard: shardName(shard),
    state: row?.state ?? 'unknown',
    position: row?.position,
    backfilledAt: row?.backfilled_at?.toISOString(),
    backfillReason: row?.backfill_reason ?? undefined,
    entriesBehind: reader?.entries,
    isMore: reader?.isMore ?? false,
    behindMs: reader?.ageMs,
  };
}

function findProblems(
  { pending, hasJobs }: { pending: string[]; hasJobs: boolean },
  shards: readonly ShardStatus[],
): string[] {
  if (pending.length > 0) {
    return [`The schema lacks ${pending.join(', ')}; run records install.`];
  }
  if (!hasJobs) return ['The queues of jobs are missing; run records install.'];
  return shards.flatMap(({ shard, state }) => {
    if (state === 'unknown') return [`No recorder has begun with shard ${shard}.`];
    if (state === 'backfilling')
      return [`Shard ${shard} is being recorded from its buckets first.`];
    if (state === 'recording') return [];
    return [`Redis was set back, and shard ${shard} is not recorded; see records set-back.`];
  });
}

function describe(status: RecordsStatus): string {
  const { version, bytes, pending, newer, roles, shards, problems } = status;
  const schema = pending.length > 0 ? 'older than' : newer.length > 0 ? 'newer than' : 'that of';
  return [
    `PostgreSQL ${version}, ${(bytes / 1e6).toFixed(1)} MB; the schema is ${schema} this version`,
    roles.length > 0
      ? `Roles: ${roles.join(', ')}`
      : 'No roles of recorder and office; they log in as the owner.',
    '',
    table(
      ['shard', 'state', 'recorded up to', 'entries behind', 'for', 'backfilled'],
      shards.map((shard) => [
        shard.shard,
        shard.state.replace('_', ' '),
        shard.position ?? '',
        shard.entriesBehind === undefined
          ? 'no reader'
          : entriesBehind(shard.entriesBehind, shard.isMore),
        shard.behindMs === undefined ? '' : duration(shard.behindMs),
        [shard.backfilledAt, shard.backfillReason].filter((word) => word !== undefined).join(' '),
      ]),
    ),
    ...(problems.length > 0 ? ['', ...problems] : []),
  ].join('\n');
}

import type { Role } from '@onsale/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface AccessTables {
  'office.grants': GrantsTable;
  'office.api_keys': ApiKeysTable;
  'office.activity': ActivityTable;
  'office.answers': AnswersTable;
}

/** The roles of members, API keys and invitations, whose ids never meet. */
export interface GrantsTable {
  holder_id: string;
  role: Role;
  /** Null: for all events, those of the future included. */
  event_id: string | null;
}

export interface ApiKeysTable {
  key_id: string;
  name: string;
  /** Hex; the secret itself is shown once and stored nowhere. */
  secret_sha256: string;
  /** The member who made it. */
  created_by: string;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

/** Everything that was changed through the office; never a secret. */
export interface ActivityTable {
  activity_id: Generated<number>;
  at: Generated<Date>;
  /** A member or an API key, and what it was called then. */
  actor_id: string;
  actor_name: string;
  /** The id of the operation, such as `pauseEvent`. */
  action: string;
  event_id: string | null;
  /** What was changed, such as `event:show-7` or `order:…`. */
  subject: string;
  /** `begun`: the process was ended before it knew whether the change happened. */
  outcome: 'begun' | 'done' | 'refused';
  before: JSONColumnType<object> | null;
  after: JSONColumnType<object> | null;
  request_id: string;
}

/** What requests with an `Idempotency-Key` were answered, so that one that is repeated gets the same. */
export interface AnswersTable {
  actor_id: string;
  idempotency_key: string;
  request_sha256: string;
  at: Generated<Date>;
  /** Null while it is being worked on. */
  status: number | null;
  body: ColumnType<unknown, string | null, string | null>;
}

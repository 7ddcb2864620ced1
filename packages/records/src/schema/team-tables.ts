import type { LinkKind } from '@onsale/contracts';
import type { Generated } from 'kysely';

export interface TeamTables {
  'office.members': MembersTable;
  'office.sessions': SessionsTable;
  'office.accounts': AccountsTable;
  'office.verifications': VerificationsTable;
  'office.two_factors': TwoFactorsTable;
  'office.passkeys': PasskeysTable;
  'office.links': LinksTable;
  'office.attempts': AttemptsTable;
}

// Columns in camel case are those of better-auth, which reads and writes these tables too.

export interface MembersTable {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  emailVerified: Generated<boolean>;
  image: string | null;
  twoFactorEnabled: Generated<boolean>;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
  language: string | null;
  /** Of their roles. */
  revision: Generated<number>;
}

export interface SessionsTable {
  id: string;
  userId: string;
  /** The cookie has it too, signed with `OFFICE_SECRET`: what stands here opens nothing by itself. */
  token: string;
  expiresAt: Date;
  createdAt: Generated<Date>;
  /** When it was prolonged last, about once a day. */
  updatedAt: Generated<Date>;
  ipAddress: string | null;
  userAgent: string | null;
}

/** How a member can sign in: by password alone as yet. */
export interface AccountsTable {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
}

/** Challenges of passkeys and second factors, and browsers that are trusted. */
export interface VerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Date;
}

export interface TwoFactorsTable {
  id: string;
  userId: string;
  /** Encrypted with `OFFICE_SECRET`, as are the codes. */
  secret: string;
  backupCodes: string;
}

export interface PasskeysTable {
  id: string;
  userId: string;
  name: string | null;
  backedUp: boolean;
  createdAt: Date | null;
}

/** Links that were given to somebody; one that was used is deleted. */
export interface LinksTable {
  link_id: string;
  kind: LinkKind;
  /** Hex; the token itself stands only in the link. */
  token_sha256: string;
  /** Of an invitation; its roles are `office.grants` of the link. */
  email: string | null;
  /** Of a new password. */
  member_id: string | null;
  removes_two_factor: Generated<boolean>;
  /** The name of who made it. */
  created_by: string;
  created_at: Generated<Date>;
  expires_at: Date;
}

/** Attempts to sign in, by network address and by account, that count until a moment. */
export interface AttemptsTable {
  subject: string;
  count: number;
  until: Date;
}

import type { Migration } from 'kysely/migration';
import * as records from './0001-records.ts';
import * as access from './0002-access.ts';
import * as team from './0003-team.ts';
import * as events from './0004-events.ts';
import * as orders from './0005-orders.ts';
import * as reports from './0006-reports.ts';
import * as tasks from './0007-tasks.ts';
import * as mails from './0008-mails.ts';
import * as webhooks from './0009-webhooks.ts';
import * as documents from './0010-documents.ts';
import * as buyers from './0011-buyers.ts';
import * as entrance from './0012-entrance.ts';

/**
 * All migrations by name, applied in the order of their names. One that was released is never changed.
 * Each only adds, so that the version before goes on working beside it: what nothing uses any more is
 * removed a version later.
 */
export const migrations: Migrations = {
  '0001-records': records,
  '0002-access': access,
  '0003-team': team,
  '0004-events': events,
  '0005-orders': orders,
  '0006-reports': reports,
  '0007-tasks': tasks,
  '0008-mails': mails,
  '0009-webhooks': webhooks,
  '0010-documents': documents,
  '0011-buyers': buyers,
  '0012-entrance': entrance,
};

export type Migrations = Readonly<Record<string, Migration>>;

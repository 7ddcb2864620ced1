import type { CancelledOrderState, PaidBackBy, TaskState } from '@onsale/contracts';
import type { Generated } from 'kysely';

export interface TaskTables {
  'office.tasks': TasksTable;
  'office.task_orders': TaskOrdersTable;
}

/** Long work of the office. Whichever process claims a task works on it until its claim ends. */
export interface TasksTable {
  task_id: string;
  kind: 'cancel_event';
  event_id: string;
  /** As it was called then. */
  event_name: string;
  state: TaskState;
  /** The name of the member or API key. */
  started_by: string;
  reason: string | null;
  started_at: Generated<Date>;
  finished_at: Date | null;
  /** While `listing`: all orders that were placed until then are listed (Unix, in ms). */
  listed_to_ms: number | null;
  /** What keeps it from going on at present. */
  problem: string | null;
  /** When it goes on. */
  next_at: Generated<Date>;
  claimed_by: string | null;
  claimed_until: Date | null;
}

/** What becomes of each order that a task is about. */
export interface TaskOrdersTable {
  task_id: string;
  order_id: string;
  paid_back_by: PaidBackBy;
  currency: string;
  /** What goes back, in minor units. */
  amount: number;
  state: CancelledOrderState;
  /** Counted from 1; each has a refund of its own. */
  attempt: Generated<number>;
  /** When its refund was looked at last. */
  looked_at: Generated<Date>;
  problem: string | null;
}

import type { Generated } from 'kysely';

export interface OrderTables {
  'records.payment_references': PaymentReferencesTable;
  'office.notes': NotesTable;
}

/** By which the payment of an order is found. A trigger makes them of each payment that is recorded. */
export interface PaymentReferencesTable {
  /** Ours, the provider's, or that of a statement; in lower case. */
  reference: string;
  order_id: string;
}

/** What the team has written about an order. */
export interface NotesTable {
  note_id: Generated<number>;
  order_id: string;
  at: Generated<Date>;
  /** A member or an API key, and what it was called then. */
  actor_id: string;
  actor_name: string;
  text: string;
}

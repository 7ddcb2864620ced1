/** Filled by the migration of the same name. */
export type BuyerTables = object;

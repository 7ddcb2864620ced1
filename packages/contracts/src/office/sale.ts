import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for the sale of an event as it runs, and its cancellation. */
export const saleOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const saleSchemas: Record<string, TSchema> = {};

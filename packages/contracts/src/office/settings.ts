import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for what the seller says of the shop as a whole. */
export const settingsOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const settingsSchemas: Record<string, TSchema> = {};

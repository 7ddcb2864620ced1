import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for what needs attention today. */
export const startOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const startSchemas: Record<string, TSchema> = {};

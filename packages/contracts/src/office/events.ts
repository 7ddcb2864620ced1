import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for events, from the draft to the end of the sale, and pictures. */
export const eventsOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const eventsSchemas: Record<string, TSchema> = {};

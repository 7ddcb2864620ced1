import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for messages to the buyers of an event. */
export const messagesOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const messagesSchemas: Record<string, TSchema> = {};

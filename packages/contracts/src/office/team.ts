import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for the members of the team, their roles and sessions, API keys, and the activity log. */
export const teamOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const teamSchemas: Record<string, TSchema> = {};

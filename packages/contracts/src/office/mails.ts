import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for mails. */
export const mailsOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const mailsSchemas: Record<string, TSchema> = {};

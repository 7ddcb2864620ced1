import type { Static, TSchema } from 'typebox';
import { RehearsalPlan, RehearsalReport } from '../rehearsal.ts';
import { RehearsalList, RehearsalRun } from '../rehearsal-run.ts';
import { ErrorBody } from '../schema.ts';
import { Type } from '../type.ts';
import { rehearsalSchemas } from '../workload.ts';
import type { StaffOperation } from './access.ts';

const { devices: _devices, kills: _kills, seed: _seed, ...asked } = RehearsalPlan.properties;

/** A rehearsal in the shop that is running: no entrance is played, and nothing is killed. */
export const RehearsalRequest = Type.Object(asked, { additionalProperties: false });
export type RehearsalRequest = Static<typeof RehearsalRequest>;

const RunParams = Type.Object({ runId: Type.String({ minLength: 1, maxLength: 64 }) });
/** It slows the whole shop down, so whoever may control the sale of one event alone may not. */
const access = { right: 'sale.control', of: 'all' } as const;
const refusals = { 401: ErrorBody, 403: ErrorBody, 409: ErrorBody, 503: ErrorBody } as const;
const reading = { ...refusals, 404: ErrorBody } as const;
const noGenerator = 'An office without GENERATOR_URL answers 409 NO_GENERATOR.';

/** The routes of the office for rehearsals, which the generator plays. */
export const rehearsalsOperations = {
  listRehearsals: {
    operationId: 'listRehearsals',
    method: 'GET',
    url: '/v1/rehearsals',
    summary: 'How far the rehearsal is, or how the last one ended, and the latest reports',
    description: noGenerator,
    access,
    schema: { response: { 200: RehearsalList, ...refusals } },
  },
  startSaleRehearsal: {
    operationId: 'startSaleRehearsal',
    method: 'POST',
    url: '/v1/rehearsals',
    summary: 'Rehearse a sale in this shop, on a copy of an event or on one that is made up',
    description:
      'A crowd of programs buys a copy that is in no list, with payments of the bank for tests. No real event is touched; buyers may notice a ' +
      `slower shop. Refused (409 REHEARSAL_REFUSED) where real money is taken or the shop is public. ${noGenerator}`,
    access,
    schema: {
      body: RehearsalRequest,
      response: { 201: RehearsalRun, 400: ErrorBody, ...reading },
    },
  },
  stopSaleRehearsal: {
    operationId: 'stopSaleRehearsal',
    method: 'POST',
    url: '/v1/rehearsals/stop',
    summary: 'End the rehearsal without a report',
    description: noGenerator,
    access,
    schema: { response: { 200: RehearsalRun, ...refusals } },
  },
  getRehearsal: {
    operationId: 'getRehearsal',
    method: 'GET',
    url: '/v1/rehearsals/:runId',
    summary: 'The report of a rehearsal',
    access,
    schema: { params: RunParams, response: { 200: RehearsalReport, ...reading } },
  },
  getRehearsalPage: {
    operationId: 'getRehearsalPage',
    method: 'GET',
    url: '/v1/rehearsals/:runId/report.html',
    summary: 'The same as a page of its own, to be sent',
    access,
    contentType: 'text/html',
    schema: { params: RunParams, response: { 200: Type.String(), ...reading } },
  },
  getRehearsalJunit: {
    operationId: 'getRehearsalJunit',
    method: 'GET',
    url: '/v1/rehearsals/:runId/junit.xml',
    summary: 'The same as JUnit, for pipelines',
    access,
    contentType: 'application/xml',
    schema: { params: RunParams, response: { 200: Type.String(), ...reading } },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const rehearsalsSchemas: Record<string, TSchema> = { ...rehearsalSchemas, RehearsalRequest };

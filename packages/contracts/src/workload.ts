import {
  LoadChange,
  LoadConfig,
  LoadShares,
  LoadStage,
  LoadThresholds,
  MixEntry,
} from './load-config.ts';
import {
  CROWD_CHECKS,
  CROWD_REQUESTS,
  CROWD_STATES,
  CrowdCheck,
  CrowdConfig,
  CrowdRequests,
  CrowdSecond,
  CrowdShares,
  CrowdStart,
  CrowdStats,
} from './load-crowd.ts';
import { LOAD_PROFILES, SEARCH_PHASES } from './load-plan.ts';
import { LOAD_PRESETS, LoadPreset, LoadStart } from './load-preset.ts';
import {
  LoadFleet,
  LoadFleetChange,
  LoadFleetMoment,
  LoadReport,
  LoadRunSummary,
  LoadSecond,
} from './load-report.ts';
import {
  LOAD_ENDPOINTS,
  LOAD_STATES,
  LoadEndpoint,
  LoadFailure,
  LoadSearch,
  LoadStats,
  LoadStep,
  Outcome,
  Percentiles,
  Sells,
  Verdict,
} from './load-stats.ts';
import type { Operation } from './operation.ts';
import {
  Finding,
  FINDING_STATES,
  Limit,
  REHEARSAL_VERDICTS,
  RehearsalPlan,
  RehearsalReport,
  RehearsalSecond,
  RehearsalTime,
} from './rehearsal.ts';
import {
  REHEARSAL_PHASES,
  REHEARSAL_REFUSALS,
  REHEARSAL_STATES,
  RehearsalList,
  RehearsalProblem,
  RehearsalRun,
  RehearsalStart,
  RehearsalSummary,
} from './rehearsal-run.ts';
import { ErrorBody, StringEnum } from './schema.ts';
import { LineStatus } from './waiting-room.ts';
import { Type } from './type.ts';

const Started = Type.Object(
  {
    runId: Type.String(),
    startedAt: Type.String({ format: 'date-time' }),
    sells: Sells,
    config: LoadConfig,
  },
  { description: 'The run has started' },
);

const RehearsalReset = Type.Object({
  ordersDeleted: Type.Integer({ description: 'Orders of rehearsals that are no more' }),
});

const CrowdStarted = Type.Object(
  { runId: Type.String(), config: CrowdConfig },
  { description: 'The crowd is coming' },
);

const LoadPresetList = Type.Object({ presets: Type.Array(LoadPreset) });

const LoadRunList = Type.Object({ runs: Type.Array(LoadRunSummary) });

const RunParams = Type.Object({ runId: Type.String() });

/** The schemas of rehearsals that have names in an OpenAPI document. */
export const rehearsalSchemas = {
  FindingState: StringEnum(FINDING_STATES),
  RehearsalFinding: Finding,
  RehearsalLimit: Limit,
  RehearsalList,
  RehearsalPhase: StringEnum(REHEARSAL_PHASES),
  RehearsalPlan,
  RehearsalProblem,
  RehearsalRefusal: StringEnum(REHEARSAL_REFUSALS),
  RehearsalReport,
  RehearsalRun,
  RehearsalSecond,
  RehearsalState: StringEnum(REHEARSAL_STATES),
  RehearsalSummary,
  RehearsalTime,
  RehearsalVerdict: StringEnum(REHEARSAL_VERDICTS),
};

/** Named schemas of the OpenAPI document. */
export const workloadSchemas = {
  ...rehearsalSchemas,
  RehearsalStart,
  CrowdCheck,
  CrowdCheckName: StringEnum(CROWD_CHECKS),
  CrowdConfig,
  CrowdRequests,
  CrowdRequestKind: StringEnum(CROWD_REQUESTS),
  CrowdSecond,
  CrowdShares,
  CrowdStart,
  CrowdStarted,
  CrowdState: StringEnum(CROWD_STATES),
  CrowdStats,
  LineStatus,
  LoadChange,
  LoadConfig,
  LoadDecision: LoadSearch.properties.decisions.items,
  LoadEndpoint,
  LoadEndpointName: StringEnum(LOAD_ENDPOINTS),
  LoadFailure,
  LoadFleet,
  LoadFleetChange,
  LoadFleetMoment,
  LoadFleetService: LoadFleetMoment.properties.services.items,
  LoadGoods: Sells,
  LoadOrders: LoadStats.properties.orders,
  LoadOutcome: Outcome,
  LoadPreset,
  LoadPresetList,
  LoadPresetName: StringEnum(LOAD_PRESETS),
  LoadProfile: StringEnum(LOAD_PROFILES),
  LoadReport,
  LoadRequests: LoadStats.properties.requests,
  LoadRunList,
  LoadRunSummary,
  LoadSearch,
  LoadSecond,
  LoadShares,
  LoadStage,
  LoadStart,
  LoadStarted: Started,
  LoadState: StringEnum(LOAD_STATES),
  LoadStats,
  LoadStep,
  LoadThresholds,
  MixEntry,
  Percentiles,
  RehearsalReset,
  SearchPhase: StringEnum(SEARCH_PHASES),
  UnexpectedResponse: LoadStats.properties.lastErrors.items,
  Verdict,
  VerdictCheck: Verdict.properties.checks.items,
};

export const workload = {
  startLoad: {
    operationId: 'startLoad',
    method: 'POST',
    url: '/start',
    summary: 'Start a run',
    description:
      'The body overrides the configuration for this run only. With a preset, the configuration of the ' +
      'preset comes first, and then the other fields.',
    bodyOptional: true,
    schema: {
      body: LoadStart,
      response: { 201: Started, 400: ErrorBody, 409: ErrorBody, 503: ErrorBody },
    },
  },
  stopLoad: {
    operationId: 'stopLoad',
    method: 'POST',
    url: '/stop',
    summary: 'Stop the run and read its final report',
    schema: { response: { 200: LoadReport, 409: ErrorBody } },
  },
  readLoadConfig: {
    operationId: 'readLoadConfig',
    method: 'GET',
    url: '/config',
    summary: 'The configuration of the next run',
    schema: { response: { 200: LoadConfig } },
  },
  replaceLoadConfig: {
    operationId: 'replaceLoadConfig',
    method: 'PUT',
    url: '/config',
    summary: 'Replace the configuration',
    description:
      'Omitted fields get their defaults. A running load switches to the new configuration.',
    schema: { body: LoadChange, response: { 200: LoadConfig, 400: ErrorBody } },
  },
  changeLoadConfig: {
    operationId: 'changeLoadConfig',
    method: 'PATCH',
    url: '/config',
    summary: 'Change part of the configuration',
    description:
      'Omitted fields keep their values. A running load adopts the change at once. A new rate ' +
      'without a profile ends a plan of stages.',
    schema: { body: LoadChange, response: { 200: LoadConfig, 400: ErrorBody } },
  },
  listLoadPresets: {
    operationId: 'listLoadPresets',
    method: 'GET',
    url: '/presets',
    summary: 'Loads that can be started by name',
    schema: { response: { 200: LoadPresetList } },
  },
  readLoadStats: {
    operationId: 'readLoadStats',
    method: 'GET',
    url: '/stats',
    summary: 'Statistics of the current run, or of the last one',
    schema: { response: { 200: LoadStats } },
  },
  streamLoadStats: {
    operationId: 'streamLoadStats',
    method: 'GET',
    url: '/stats/stream',
    summary: 'The same, twice a second',
    description: 'Server-sent events named "stats".',
    contentType: 'text/event-stream',
    schema: { response: { 200: LoadStats } },
  },
  listLoadRuns: {
    operationId: 'listLoadRuns',
    method: 'GET',
    url: '/runs',
    summary: 'The latest runs, newest first',
    description: 'With RUNS_DIR, the last 200; otherwise the last 20 of this process.',
    schema: { response: { 200: LoadRunList } },
  },
  readLoadRun: {
    operationId: 'readLoadRun',
    method: 'GET',
    url: '/runs/:runId',
    summary: 'The report of one run',
    schema: {
      params: Type.Object({ runId: Type.String() }),
      response: { 200: LoadReport, 404: ErrorBody },
    },
  },
  startCrowd: {
    operationId: 'startCrowd',
    method: 'POST',
    url: '/crowd/start',
    summary: 'Let a crowd come to the line of a rehearsal',
    description:
      'Omitted fields get their defaults. Only a rehearsal with a waiting room has crowds, and only while no other load runs.',
    bodyOptional: true,
    schema: {
      body: CrowdStart,
      response: { 201: CrowdStarted, 400: ErrorBody, 409: ErrorBody, 503: ErrorBody },
    },
  },
  stopCrowd: {
    operationId: 'stopCrowd',
    method: 'POST',
    url: '/crowd/stop',
    summary: 'Send the crowd home, and read what became of it',
    schema: { response: { 200: CrowdStats, 409: ErrorBody } },
  },
  readCrowd: {
    operationId: 'readCrowd',
    method: 'GET',
    url: '/crowd',
    summary: 'What becomes of the crowd, or became of the last one',
    schema: { response: { 200: CrowdStats } },
  },
  startRehearsal: {
    operationId: 'startRehearsal',
    method: 'POST',
    url: '/rehearsal/start',
    summary: 'Rehearse a sale',
    description:
      'Plays a whole sale on an event that is made for it, with a key of the office. Refused (409 REHEARSAL_REFUSED) where something real could be touched.',
    schema: {
      body: RehearsalStart,
      response: { 201: RehearsalRun, 400: ErrorBody, 409: ErrorBody },
    },
  },
  stopRehearsal: {
    operationId: 'stopRehearsal',
    method: 'POST',
    url: '/rehearsal/stop',
    summary: 'End the rehearsal without a report, and close the sale of its event',
    schema: { response: { 200: RehearsalRun, 409: ErrorBody } },
  },
  readRehearsal: {
    operationId: 'readRehearsal',
    method: 'GET',
    url: '/rehearsal',
    summary: 'How far the rehearsal is, or how the last one ended, and the latest reports',
    description: 'With RUNS_DIR, the last 50 reports; otherwise the last 50 of this process.',
    schema: { response: { 200: RehearsalList } },
  },
  readRehearsalReport: {
    operationId: 'readRehearsalReport',
    method: 'GET',
    url: '/rehearsal/reports/:runId',
    summary: 'The report of a rehearsal',
    schema: { params: RunParams, response: { 200: RehearsalReport, 404: ErrorBody } },
  },
  readRehearsalPage: {
    operationId: 'readRehearsalPage',
    method: 'GET',
    url: '/rehearsal/reports/:runId/report.html',
    summary: 'The same as a page',
    contentType: 'text/html',
    schema: { params: RunParams, response: { 200: Type.String(), 404: ErrorBody } },
  },
  readRehearsalJunit: {
    operationId: 'readRehearsalJunit',
    method: 'GET',
    url: '/rehearsal/reports/:runId/junit.xml',
    summary: 'The same as JUnit, for pipelines',
    contentType: 'application/xml',
    schema: { params: RunParams, response: { 200: Type.String(), 404: ErrorBody } },
  },
  resetRehearsal: {
    operationId: 'resetRehearsal',
    method: 'POST',
    url: '/rehearsal/reset',
    summary: 'Delete all orders of rehearsals and put their tickets back on sale',
    description:
      'Nothing else is touched. Refused while a run is active, and by a generator without a Redis.',
    schema: { response: { 200: RehearsalReset, 409: ErrorBody, 503: ErrorBody } },
  },
} as const satisfies Record<string, Operation>;

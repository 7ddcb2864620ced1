import type { LoadConfig, LoadReport, LoadSecond, LoadStats, LoadStep } from '@onsale/contracts';
import type { PricedEntry } from './order-mix.ts';

/** What the engine's thread is started with. */
export interface EngineSetup {
  runId: string;
  target: string;
  maxInFlight: number;
  config: LoadConfig;
  mix: readonly PricedEntry[];
}

export type EngineCommand =
  | { type: 'change'; config: LoadConfig; mix: readonly PricedEntry[] }
  /** Ends the sending, waits at most so long for the followed orders, and reports. */
  | { type: 'stop'; settleMs: number };

/** The part of the statistics that the engine measures. */
export type EngineStats = Omit<
  LoadStats,
  | 'runId'
  | 'preset'
  | 'target'
  | 'sells'
  | 'startedAt'
  | 'endedAt'
  | 'config'
  | 'verdict'
  | 'steps'
  | 'lastGoodRps'
  | 'search'
> & { steps: LoadStep[] };

export type EngineHistograms = LoadReport['histograms'];

export type EngineReport =
  | { type: 'started' }
  | { type: 'stats'; stats: EngineStats; seconds: LoadSecond[]; histograms?: EngineHistograms };

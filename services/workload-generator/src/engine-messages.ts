import type { LoadConfig, LoadSecond, LoadStats, LoadStep, MixEntry } from '@onsale/contracts';

/** What the engine's thread is started with. */
export interface EngineSetup {
  runId: string;
  target: string;
  maxInFlight: number;
  config: LoadConfig;
  mix: readonly MixEntry[];
}

export type EngineCommand =
  | { type: 'change'; config: LoadConfig; mix: readonly MixEntry[] }
  | { type: 'stop' };

/** The part of the statistics that the engine measures. */
export type EngineStats = Omit<
  LoadStats,
  'runId' | 'target' | 'sells' | 'startedAt' | 'endedAt' | 'verdict' | 'steps' | 'lastGoodRps'
> & { steps: LoadStep[] };

export interface EngineHistograms {
  latency: string;
  serviceTime: string;
  schedulerLag: string;
  clickToSettled: string;
}

export type EngineReport =
  | { type: 'started' }
  | { type: 'stats'; stats: EngineStats; seconds: LoadSecond[]; histograms?: EngineHistograms };

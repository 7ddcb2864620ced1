import { highestAllowed, lowestAllowed, type ScaleEvent } from './limit-rate.ts';
import {
  type Recommendation,
  recommendByTotal,
  recommendByUtilization,
  type Replica,
  type Tolerance,
} from './recommend.ts';
import type { HpaSettings, Metric } from './settings.ts';
import { type PastRecommendation, stabilize } from './stabilize.ts';

/** What is known at the moment of a decision. */
export interface Observation {
  nowMs: number;
  /** Those that are to run; what drains is not among them. */
  replicas: readonly Replica[];
  requestCores: number;
  /** By the name of the metric; undefined where it could not be read. */
  totals: ReadonlyMap<string, number | undefined>;
}

export interface Decision {
  /** How many are to run. */
  desired: number;
  /** What the metrics asked for, before windows, rates and limits. */
  recommended: number;
  /** The metric that asked for most, and what was measured; absent when none could be read. */
  reason?: { metric: Metric; measured: number };
}

/**
 * Decides how many replicas are to run, as the HorizontalPodAutoscaler does: the largest of what the
 * metrics ask for, held back by the stabilization windows, then by the policies, then by the limits.
 * It remembers what it recommended and what was done.
 */
export class Scaler {
  readonly #settings: HpaSettings;
  #past: PastRecommendation[] = [];
  #events: ScaleEvent[] = [];

  constructor(settings: HpaSettings) {
    this.#settings = settings;
  }

  decide(observation: Observation): Decision {
    const { nowMs } = observation;
    const current = observation.replicas.length;
    const { minReplicas, maxReplicas, scaleUp, scaleDown } = this.#settings;
    if (current > maxReplicas) return { desired: maxReplicas, recommended: maxReplicas };
    if (current < minReplicas) return { desired: minReplicas, recommended: minReplicas };
    const largest = this.#largest(observation);
    if (largest === undefined) return { desired: current, recommended: current };

    const recommended = largest.replicas;
    const stable = stabilize({
      current,
      recommended,
      nowMs,
      past: this.#past,
      upWindowMs: scaleUp.stabilizationMs,
      downWindowMs: scaleDown.stabilizationMs,
    });
    this.#remember({ atMs: nowMs, replicas: recommended });
    const state = { current, nowMs, events: this.#events };
    const highest = Math.min(maxReplicas, highestAllowed(scaleUp, state));
    const lowest = Math.max(minReplicas, lowestAllowed(scaleDown, state));
    return {
      desired: Math.min(highest, Math.max(lowest, stable)),
      recommended,
      reason: { metric: largest.metric, measured: largest.measured },
    };
  }

  /** Tells that the number was changed, which the policies count. */
  changed(event: ScaleEvent): void {
    const { scaleUp, scaleDown } = this.#settings;
    const longestMs = Math.max(
      ...[...scaleUp.policies, ...scaleDown.policies].map(({ periodMs }) => periodMs),
    );
    this.#events = this.#events.filter(({ atMs }) => atMs > event.atMs - longestMs);
    this.#events.push(event);
  }

  // When a metric can't be read, the others may ask for more, but not for less.
  #largest(observation: Observation): (Recommendation & { metric: Metric }) | undefined {
    let largest: (Recommendation & { metric: Metric }) | undefined;
    let unreadable = false;
    for (const metric of this.#settings.metrics) {
      const recommendation = this.#recommend(metric, observation);
      if (recommendation === undefined) unreadable = true;
      else if (largest === undefined || recommendation.replicas > largest.replicas) {
        largest = { ...recommendation, metric };
      }
    }
    const asksForLess = largest !== undefined && largest.replicas < observation.replicas.length;
    return unreadable && asksForLess ? undefined : largest;
  }

  #recommend(metric: Metric, observation: Observation): Recommendation | undefined {
    const { scaleUp, scaleDown } = this.#settings;
    const tolerance: Tolerance = { up: scaleUp.tolerance, down: scaleDown.tolerance };
    if (metric.type === 'Utilization') {
      return recommendByUtilization({
        replicas: observation.replicas,
        requestCores: observation.requestCores,
        targetPercent: metric.percent,
        tolerance,
      });
    }
    const total = observation.totals.get(metric.name);
    if (total === undefined) return undefined;
    const current = observation.replicas.length;
    return recommendByTotal({ current, total, perReplica: metric.perReplica, tolerance });
  }

  #remember(recommendation: PastRecommendation): void {
    const { scaleUp, scaleDown } = this.#settings;
    const longestMs = Math.max(scaleUp.stabilizationMs, scaleDown.stabilizationMs);
    this.#past = this.#past.filter(({ atMs }) => atMs > recommendation.atMs - longestMs);
    this.#past.push(recommendation);
  }
}

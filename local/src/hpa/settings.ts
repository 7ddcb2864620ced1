/** What a HorizontalPodAutoscaler asks for one Deployment, with every default filled in. */
export interface HpaSettings {
  minReplicas: number;
  maxReplicas: number;
  metrics: readonly Metric[];
  scaleUp: ScalingRules;
  scaleDown: ScalingRules;
}

/** Utilization is a percentage of what is requested; an average value is an amount a replica. */
export type Metric =
  | { type: 'Utilization'; resource: 'cpu'; percent: number }
  | { type: 'AverageValue'; name: string; perReplica: number };

/** How fast the number may change in one direction. */
export interface ScalingRules {
  stabilizationMs: number;
  selectPolicy: 'Max' | 'Min' | 'Disabled';
  policies: readonly ScalingPolicy[];
  /** Tolerance around the target in which nothing is done: 0.1 is ten percent. */
  tolerance: number;
}

export interface ScalingPolicy {
  type: 'Pods' | 'Percent';
  value: number;
  periodMs: number;
}

/** How often the controller of Kubernetes decides. */
export const SYNC_PERIOD_MS = 15_000;

/** Kubernetes' defaults for what a manifest does not set. */
export const DEFAULT_SCALE_UP: ScalingRules = {
  stabilizationMs: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodMs: 15_000 },
    { type: 'Percent', value: 100, periodMs: 15_000 },
  ],
  tolerance: 0.1,
};
export const DEFAULT_SCALE_DOWN: ScalingRules = {
  stabilizationMs: 300_000,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodMs: 15_000 }],
  tolerance: 0.1,
};

/** The same settings with all their times shorter by a factor, for those who want to watch. */
export function atTempo(settings: HpaSettings, tempo: number): HpaSettings {
  const faster = (rules: ScalingRules): ScalingRules => ({
    ...rules,
    stabilizationMs: rules.stabilizationMs / tempo,
    policies: rules.policies.map((policy) => ({ ...policy, periodMs: policy.periodMs / tempo })),
  });
  return { ...settings, scaleUp: faster(settings.scaleUp), scaleDown: faster(settings.scaleDown) };
}

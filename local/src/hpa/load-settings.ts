import { ConfigError } from '@onsale/service';
import {
  DeploymentManifest,
  HpaManifest,
  type RulesManifest,
  ScaledObjectManifest,
} from './manifest-schemas.ts';
import { parseQuantity } from './quantity.ts';
import { manifestsOf, readManifests } from './read-manifests.ts';
import {
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  type HpaSettings,
  type ScalingRules,
} from './settings.ts';

/** What `folder` says of scaling the Deployment `name`. Throws `ConfigError`. */
export function loadHpa(folder: string, name: string): HpaSettings {
  // Others may be scaled by what can't be measured here.
  const named = readManifests(folder).filter(
    ({ document }) => targetOf(document) === undefined || targetOf(document) === name,
  );
  const found = manifestsOf(named, 'HorizontalPodAutoscaler', HpaManifest);
  const own = found.filter(({ manifest }) => manifest.spec.scaleTargetRef.name === name);
  const [first, second] = own;
  if (first === undefined) {
    throw new ConfigError([
      `${folder} has no HorizontalPodAutoscaler for ${name} (AUTOSCALE_MANIFESTS)`,
    ]);
  }
  if (second !== undefined) {
    throw new ConfigError([`${name} is scaled twice: by ${first.place} and by ${second.place}`]);
  }
  const { spec } = first.manifest;
  const { minReplicas = 1, maxReplicas } = spec;
  if (minReplicas > maxReplicas) {
    throw new ConfigError([`${first.place}: minReplicas is more than maxReplicas`]);
  }
  return {
    minReplicas,
    maxReplicas,
    metrics: spec.metrics.map(({ resource }) => ({
      type: 'Utilization',
      resource: resource.name,
      percent: resource.target.averageUtilization,
    })),
    scaleUp: rulesOf(spec.behavior?.scaleUp, DEFAULT_SCALE_UP, first.place),
    scaleDown: rulesOf(spec.behavior?.scaleDown, DEFAULT_SCALE_DOWN, first.place),
  };
}

/**
 * The cores that one pod of the Deployment `name` asks for, all containers together; undefined when
 * `folder` has no such Deployment. Throws `ConfigError`.
 */
export function loadCpuRequest(folder: string, name: string): number | undefined {
  const manifests = readManifests(folder).filter(
    ({ document }) => (document['metadata'] as { name?: unknown } | undefined)?.name === name,
  );
  const [own] = manifestsOf(manifests, 'Deployment', DeploymentManifest);
  return own?.manifest.spec.template.spec.containers.reduce((sum, { resources }) => {
    return sum + quantity(resources.requests.cpu, own.place, 'requests.cpu');
  }, 0);
}

// Undefined where a manifest does not say what it scales, which is an error.
function targetOf(document: Record<string, unknown>): unknown {
  type Scaler = { spec?: { scaleTargetRef?: { name?: unknown } | null } | null };
  return (document as Scaler).spec?.scaleTargetRef?.name;
}

/** The orders a replica that KEDA is told to aim at, if a ScaledObject in `folder` tells. */
export function loadStreamLength(folder: string, name: string): number | undefined {
  const found = manifestsOf(readManifests(folder), 'ScaledObject', ScaledObjectManifest);
  const lengths = found
    .filter(({ manifest }) => manifest.spec.scaleTargetRef.name === name)
    .flatMap(({ manifest }) => manifest.spec.triggers)
    .filter(({ type }) => type === 'redis-streams' || type.startsWith('redis-cluster-streams'))
    .flatMap(({ metadata }) => metadata.streamLength ?? []);
  return lengths.length === 0 ? undefined : Math.min(...lengths.map(Number));
}

function rulesOf(
  rules: RulesManifest | undefined,
  defaults: ScalingRules,
  place: string,
): ScalingRules {
  return {
    stabilizationMs: (rules?.stabilizationWindowSeconds ?? defaults.stabilizationMs / 1000) * 1000,
    selectPolicy: rules?.selectPolicy ?? defaults.selectPolicy,
    policies:
      rules?.policies?.map(({ type, value, periodSeconds }) => {
        return { type, value, periodMs: periodSeconds * 1000 };
      }) ?? defaults.policies,
    tolerance:
      rules?.tolerance === undefined
        ? defaults.tolerance
        : quantity(rules.tolerance, place, 'tolerance'),
  };
}

function quantity(text: string | number, place: string, what: string): number {
  const value = parseQuantity(text);
  if (value === undefined) {
    throw new ConfigError([`${place}: ${what} must be a quantity such as 500m, not "${text}"`]);
  }
  return value;
}

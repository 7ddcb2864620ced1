import { ADMISSIONS_SECRET, HASHES_SECRET, TICKET_KEYS_SECRET } from './wanted-secrets.ts';

/** A Kubernetes object with data, with the fields that we use. */
export interface DataManifest {
  apiVersion: 'v1';
  kind: 'Secret' | 'ConfigMap';
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    ownerReferences?: { kind: string; name: string }[];
  };
  type?: 'Opaque';
  immutable?: boolean;
  /** In base64 in a Secret, as it is in a ConfigMap. */
  data?: Record<string, string>;
  /** As it is, and only for writing. */
  stringData?: Record<string, string>;
}

/**
 * A new Secret. Immutable, since pods read it once, at their start: a changed one needs a new object. Only
 * the hashes get new users in place, and the keys of tickets and of admissions new keys.
 */
export function secretManifest(
  name: string,
  namespace: string,
  entries: Record<string, string>,
): DataManifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: labels(name) },
    type: 'Opaque',
    ...(GROWING.has(name) ? {} : { immutable: true }),
    stringData: entries,
  };
}

const GROWING: ReadonlySet<string> = new Set([
  HASHES_SECRET,
  TICKET_KEYS_SECRET,
  ADMISSIONS_SECRET,
]);

/** The ConfigMap that remembers that a shop exists: an empty Redis is then a loss, not a new shop. */
export const INSTALLED = 'installed';

/** That ConfigMap; its data are an environment of `data install`. */
export function installedManifest(namespace: string): DataManifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: INSTALLED, namespace, labels: labels(INSTALLED) },
    data: { DATA_EXISTS: 'true' },
  };
}

// The recommended ones without a version: these objects outlive it.
function labels(name: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': 'onsale',
    'app.kubernetes.io/component': name,
    'app.kubernetes.io/part-of': 'onsale',
    'app.kubernetes.io/managed-by': 'onsale',
  };
}

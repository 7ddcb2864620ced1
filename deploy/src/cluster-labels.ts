/** The namespace of everything in a cluster. */
export const NAMESPACE = 'webapp-mq';

/** Labels of all our objects, with the names that Kubernetes recommends. */
export function clusterLabels(name: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': 'onsale',
    'app.kubernetes.io/version': '0.1.0',
    'app.kubernetes.io/component': name,
    'app.kubernetes.io/part-of': 'onsale',
    'app.kubernetes.io/managed-by': 'kubectl',
  };
}

// The fields of Kubernetes' objects that the test reads.

export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  generation?: number;
  resourceVersion: string;
  labels?: Record<string, string>;
  creationTimestamp: string;
  deletionTimestamp?: string;
}

export interface KubernetesObject {
  kind?: string;
  metadata: Metadata;
}

export interface List<Item> {
  items: Item[];
}

interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { exitCode: number; reason?: string };
  };
}

export interface Pod extends KubernetesObject {
  spec: { nodeName?: string };
  status: {
    phase?: string;
    podIP?: string;
    conditions?: Condition[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

export interface Node extends KubernetesObject {
  spec: { unschedulable?: boolean; taints?: { key: string; effect: string }[] };
  status: {
    addresses: { type: string; address: string }[];
    allocatable: { cpu: string; memory: string };
    conditions: Condition[];
    nodeInfo: { kubeletVersion: string };
  };
}

export interface Deployment extends KubernetesObject {
  spec: {
    replicas: number;
    template: { spec: { containers: { name: string; image: string }[] } };
  };
  status: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
  };
}

export interface Autoscaler extends KubernetesObject {
  spec: { minReplicas: number; maxReplicas: number; scaleTargetRef: { name: string } };
  status: {
    currentReplicas?: number;
    desiredReplicas: number;
    currentMetrics?:
      | { resource?: { name: string; current: { averageUtilization?: number } } }[]
      | null;
  };
}

export interface Service extends KubernetesObject {
  spec: { clusterIP: string; ports: { name?: string; port: number; nodePort?: number }[] };
}

export interface PodMetrics extends KubernetesObject {
  containers: { name: string; usage: { cpu: string; memory: string } }[];
}

/** The name of the part that a pod belongs to, such as `gateway`. */
export function appOf(object: KubernetesObject): string {
  return object.metadata.labels?.['app.kubernetes.io/name'] ?? '';
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { project } from '../tools/find-tools.ts';
import type { Replacement } from './arguments.ts';

/** The folder that `kubectl apply -k` gets, from the project's own. */
export const OVERLAY = '.data/cluster-test/overlay';

/** The same for the Job that rehearses a sale. */
export const REHEARSAL = '.data/cluster-test/rehearsal';

/** What differs from the local overlay. */
export interface OverlayChange {
  logLevel?: string;
  /** Text of another catalog. */
  catalog?: string;
}

/** The catalog that is installed. */
export function readCatalog(): string {
  return readFileSync(`${project}catalog.yaml`, 'utf8');
}

/** The overlay of a test: the local one, in a namespace of its own. */
export interface Overlay {
  namespace: string;
  images: readonly Replacement[];
}

/** Writes it, with what a step changes. */
export function writeOverlay(overlay: Overlay, change: OverlayChange = {}): void {
  mkdirSync(project + OVERLAY, { recursive: true });
  const text = stringify(kustomization(overlay, change));
  writeFileSync(`${project}${OVERLAY}/kustomization.yaml`, text);
}

/** Writes the folder of the Job. */
export function writeRehearsal({ namespace, images }: Overlay): void {
  mkdirSync(project + REHEARSAL, { recursive: true });
  const text = stringify({
    ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', namespace, images },
    resources: ['../../../deploy/rehearsal'],
  });
  writeFileSync(`${project}${REHEARSAL}/kustomization.yaml`, text);
}

function kustomization({ namespace, images }: Overlay, { logLevel, catalog }: OverlayChange) {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace,
    images,
    resources: ['../../../deploy/overlays/local'],
    patches: [
      // The ports of a node are there once; a second installation takes what is free.
      ...(namespace === 'webapp-mq' ? [] : ['gateway', 'frontend'].map(withoutNodePort)),
      ...(logLevel === undefined ? [] : [changeData('onsale', 'LOG_LEVEL', logLevel)]),
      ...(catalog === undefined ? [] : [changeData('catalog', 'catalog.yaml', catalog)]),
    ],
  };
}

function withoutNodePort(name: string) {
  const patch = stringify([{ op: 'remove', path: '/spec/ports/0/nodePort' }]);
  return { target: { kind: 'Service', name }, patch };
}

function changeData(name: string, key: string, value: string) {
  const patch = stringify([{ op: 'replace', path: `/data/${key}`, value }]);
  return { target: { kind: 'ConfigMap', name }, patch };
}

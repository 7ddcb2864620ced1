import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { RENDERED_BASE } from '../src/rendered-files.ts';
import { kubectl, project } from '../tools/find-tools.ts';

/** A Kubernetes object, as far as the tests look into it without its type. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  // oxlint-disable-next-line typescript/no-explicit-any -- each kind has its own
  [field: string]: any;
}

export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** All objects that `kubectl apply -f k8s/` creates. */
export function readManifests(): Manifest[] {
  return parseManifests(readFileSync(`${project}${RENDERED_BASE}`, 'utf8'));
}

export const overlays = readdirSync(`${project}deploy/overlays`).sort();
export const components = readdirSync(`${project}deploy/components`).sort();

/** What `kubectl apply -k` makes of an overlay. */
export async function renderOverlay(overlay: string): Promise<Manifest[]> {
  return parseManifests(await kubectl('kustomize', `deploy/overlays/${overlay}`));
}

/** The base with additional components. */
export async function renderComponent(...added: string[]): Promise<Manifest[]> {
  return await renderPatched(added.map((each) => `../../components/${each}`));
}

/** The same, with paths as in an overlay, and its patches. */
export async function renderPatched(
  added: readonly string[],
  patches: readonly object[] = [],
): Promise<Manifest[]> {
  await mkdir(`${project}.data`, { recursive: true });
  const folder = await mkdtemp(`${project}.data/render-`);
  try {
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [relative(folder, `${project}deploy/base`)],
      components: added.map((each) =>
        relative(folder, join(`${project}deploy/overlays/production`, each)),
      ),
      patches,
    };
    await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
    return parseManifests(await kubectl('kustomize', folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Deployments and StatefulSets. */
export function workloadsOf(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
}

/** An object by its kind and name, which needs no hash. Throws if there is none. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((each) => each.kind === kind && plainName(each) === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** The name of an object without the hash that kustomize adds to that of a ConfigMap: it has no vowels. */
export function plainName({ kind, metadata }: Manifest): string {
  return kind === 'ConfigMap' ? metadata.name.replace(/-[24-9bcdfghkmt]{10}$/, '') : metadata.name;
}

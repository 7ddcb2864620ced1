import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { NAMESPACE } from '../src/namespace.ts';
import { helm } from '../tools/find-tools.ts';
import { type Manifest, plainName } from './manifests.ts';

export const CHART = 'deploy/chart';

/** Values of the chart, as in a file for `--values`. */
export type Values = Record<string, unknown>;

/** What Helm makes of the chart; by default with the name and in the namespace of the manifests. */
export async function renderChart(
  values: Values = {},
  into = MANIFESTS,
  options: readonly string[] = [],
): Promise<Manifest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-values-'));
  try {
    const file = join(folder, 'values.json');
    await writeFile(file, JSON.stringify(values));
    return await template(file, into, options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same with a file of `deploy/chart/examples`. */
export async function renderExample(name: string): Promise<Manifest[]> {
  return await template(`${CHART}/examples/${name}`, MANIFESTS);
}

/** What Helm says of values that it refuses. Throws if it does not. */
export async function refusal(values: Values, options: readonly string[] = []): Promise<string> {
  const said = await renderChart(values, MANIFESTS, options).then(
    () => undefined,
    (error: unknown) => (error as { stderr: string }).stderr,
  );
  if (said === undefined) throw new Error(`accepted: ${JSON.stringify(values)}`);
  return said;
}

const MANIFESTS = { release: 'onsale', namespace: NAMESPACE };

async function template(
  file: string,
  { release, namespace }: typeof MANIFESTS,
  options: readonly string[] = [],
): Promise<Manifest[]> {
  const words = [release, CHART, '--namespace', namespace, '--values', file, ...options];
  return parse(await helm('template', ...words));
}

// By the version of YAML that Kubernetes reads: 0440 is octal, and an unquoted `off` no text. Hooks are
// not part of what is installed.
function parse(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    const manifest = document.toJS() as Manifest | null;
    return manifest === null || isHook(manifest) ? [] : [manifest];
  });
}

const isHook = ({ metadata }: Manifest) =>
  'helm.sh/hook' in ((metadata as { annotations?: object }).annotations ?? {});

/**
 * Objects by kind and name, without what must differ between Helm and kustomize: the labels that say who
 * manages them, the namespace itself, how the Job is made anew (the revision in its name, a word to Argo CD),
 * and how a change of a ConfigMap restarts its pods (a hash in its name, or a checksum at the pod). The order of lists of names is that of
 * the names.
 */
export function comparable(manifests: readonly Manifest[]): Record<string, unknown> {
  const hashed = manifests
    .filter((each) => each.kind === 'ConfigMap' && plainName(each) !== each.metadata.name)
    .map((each) => [each.metadata.name, plainName(each)] as const);
  const objects: Record<string, unknown> = {};
  for (const manifest of manifests) {
    if (manifest.kind === 'Namespace') continue;
    let text = JSON.stringify(manifest, (key, value: unknown) => same(key, value));
    for (const [name, plain] of hashed) text = text.replaceAll(`"${name}"`, `"${plain}"`);
    const object = JSON.parse(text) as Manifest;
    if (object.kind === 'Job') object.metadata.name = object.metadata.name.replace(/-\d+$/, '');
    objects[`${object.kind} ${object.metadata.name}`] = object;
  }
  return objects;
}

const NAMED_LISTS = new Set(['env', 'volumes', 'volumeMounts']);

function same(key: string, value: unknown): unknown {
  if (key === 'labels') {
    const labels: Record<string, string> = { ...(value as Record<string, string>) };
    delete labels['helm.sh/chart'];
    delete labels['app.kubernetes.io/managed-by'];
    return labels;
  }
  if (key === 'annotations') {
    const { ...others } = value as Record<string, string>;
    delete others['checksum/configuration'];
    delete others['argocd.argoproj.io/sync-options'];
    return Object.keys(others).length === 0 ? undefined : others;
  }
  if (key === 'resourceNames') return (value as string[]).toSorted();
  if (NAMED_LISTS.has(key)) {
    const list = value as { name: string; mountPath?: string }[];
    const nameOf = ({ name, mountPath = '' }: (typeof list)[number]) => name + mountPath;
    return list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }
  return value;
}

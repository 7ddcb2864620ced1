import type { Cluster } from './cluster.ts';
import { appOf, type List, type PodMetrics } from './objects.ts';
import { readQuantity, showCores, showMemory } from './quantities.ts';

/** What one pod of a part takes. */
export interface Usage {
  cores: number;
  memoryBytes: number;
}

/** The highest use of one pod of each part, by metrics-server: means of some 15 seconds. */
export async function readUsage(cluster: Cluster): Promise<Map<string, Usage>> {
  const path = `/apis/metrics.k8s.io/v1beta1/namespaces/${cluster.namespace}/pods`;
  const { items } = await cluster.read<List<PodMetrics>>(path);
  const usage = new Map<string, Usage>();
  for (const item of items) {
    const cores = item.containers.reduce((sum, { usage: { cpu } }) => sum + readQuantity(cpu), 0);
    const memoryBytes = item.containers.reduce(
      (sum, { usage: { memory } }) => sum + readQuantity(memory),
      0,
    );
    raise(usage, appOf(item), { cores, memoryBytes });
  }
  return usage;
}

/** Raises what is known of a part to what was seen now. */
export function raise(usage: Map<string, Usage>, app: string, seen: Usage): void {
  const before = usage.get(app);
  usage.set(app, {
    cores: Math.max(before?.cores ?? 0, seen.cores),
    memoryBytes: Math.max(before?.memoryBytes ?? 0, seen.memoryBytes),
  });
}

/** A Markdown table of the parts, idle and under load. */
export function usageTable(idle: Map<string, Usage>, loaded: Map<string, Usage>): string {
  const show = (usage: Usage | undefined) =>
    usage === undefined ? '' : `${showCores(usage.cores)}, ${showMemory(usage.memoryBytes)}`;
  const apps = [...new Set([...idle.keys(), ...loaded.keys()])].filter((app) => app !== '').sort();
  return [
    '| one pod of | idle | at most under load |',
    '| --- | --- | --- |',
    ...apps.map((app) => `| ${app} | ${show(idle.get(app))} | ${show(loaded.get(app))} |`),
  ].join('\n');
}

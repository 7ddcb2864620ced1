import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, directly or not, as Linux knows them. */
export function treeOf(pid: number): number[] {
  const childrenOf = Map.groupBy(processes(), ({ parent }) => parent);
  const tree = [pid];
  // It grows while it is walked.
  for (const each of tree) tree.push(...(childrenOf.get(each) ?? []).map((child) => child.pid));
  return tree;
}

function processes(): { pid: number; parent: number }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, parent] = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
      return [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

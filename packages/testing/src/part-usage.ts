import { readdirSync, readFileSync } from 'node:fs';

/** What one kind of process has used. */
export interface PartUsage {
  part: string;
  /** User and system, since the start. */
  cpuS: number;
  /** The most of it at once. */
  rssMb: number;
}

const TICKS_PER_S = 100;
const PAGE_BYTES = 4096;

/** What the processes that this one has started have used so far, by kind (Linux). */
export function readPartUsage(): PartUsage[] {
  const children = new Map<number, number[]>();
  const stats = new Map<number, { cpuS: number; rssMb: number; part: string }>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, fields = ''] = /\) (.*)/s.exec(stat) ?? [];
      const words = fields.split(' ');
      const parent = Number(words[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
      const cpuS = (Number(words[11]) + Number(words[12])) / TICKS_PER_S;
      const rssMb = (Number(words[21]) * PAGE_BYTES) / 1e6;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      stats.set(pid, { cpuS, rssMb, part: partOf(command) });
    } catch {
      // It has ended.
    }
  }
  const parts = new Map<string, PartUsage>();
  const add = (pid: number) => {
    const stat = stats.get(pid);
    if (stat !== undefined && stat.part !== '') {
      const { part } = stat;
      const known = parts.get(part) ?? { part, cpuS: 0, rssMb: 0 };
      known.cpuS += stat.cpuS;
      known.rssMb += stat.rssMb;
      parts.set(part, known);
    }
    for (const child of children.get(pid) ?? []) add(child);
  };
  add(process.pid);
  return [...parts.values()].sort((a, b) => b.cpuS - a.cpuS);
}

function partOf(command: string): string {
  if (command.includes('redis-server')) return 'redis';
  if (command.startsWith('nginx')) return 'nginx';
  if (/postgres(:| |$)/.test(command)) return 'postgresql';
  const [, service, process] = /services\/([\w-]+)\/src\/(?:([\w-]+)\/)?main/.exec(command) ?? [];
  return process ?? service ?? 'simulator';
}

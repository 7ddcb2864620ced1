import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, regardless of the kernel's clock. */
const TICKS_PER_S = 100;

/** CPU time that a process has used since its start, user and system, in seconds (Linux). */
export function readProcessCpuS(pid: number): number {
  // The program's name, in brackets, may contain spaces; the times are 12 and 13 fields after it.
  const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user, system] = fields.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_S;
}

/** A rate for each second of CPU; the time is a tick at the least, as that is all that is known. */
export function perCpuS(count: number, cpuS: number): number {
  return count / Math.max(cpuS, 1 / TICKS_PER_S);
}

import { readFile, writeFile } from 'node:fs/promises';
import type { Row } from '../measure/benchmark.ts';
import { absolute } from '../measure/rounds.ts';
import type { OpenSeason } from './open-season.ts';

/** Downloads all orders as one file: how long it takes, and how much memory the office takes for it. */
export async function downloadOrders(options: {
  url: string;
  pid: number;
  season: OpenSeason;
}): Promise<Row[]> {
  const { url, pid, season } = options;
  // From here on, the peak is that of the download.
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
  const beforeMb = await readMb(pid, 'VmRSS');
  const startMs = performance.now();
  const response = await fetch(`${url}/v1/reports/orders.csv`, {
    headers: { authorization: `Bearer ${season.apiKey}` },
  });
  if (!response.ok) throw new Error(`the file: ${response.status} ${await response.text()}`);
  let lines = 0;
  for await (const bytes of response.body!) lines += countLines(bytes);
  const seconds = (performance.now() - startMs) / 1000;
  // The first line has the headings.
  if (lines - 1 !== season.orders) throw new Error(`the file has ${lines - 1} orders`);
  const what = `a file of ${season.orders.toLocaleString('en')} orders`;
  const peakMb = await readMb(pid, 'VmHWM');
  const memory = (which: string, mb: number, goal: Row['goal']) =>
    absolute({ what: `${which}, for ${what}`, unit: 'MB', ours: [mb], goal });
  return [
    // At least something, since a process whose memory has grown before may need no more.
    memory('memory of the office beyond that before', Math.max(1, peakMb - beforeMb), {
      atMost: 200,
    }),
    memory('memory of the office at its peak', peakMb, undefined),
    absolute({ what: `making ${what}`, unit: 's', ours: [seconds], goal: undefined }),
  ];
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

// Linux only; elsewhere the figure is missing.
async function readMb(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 'NaN') / 1024;
}

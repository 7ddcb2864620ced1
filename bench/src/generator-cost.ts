import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './measure/benchmark.ts';
import { compare, interleave } from './measure/rounds.ts';

const RPS = 10_000;
const program = fileURLToPath(new URL('generator.ts', import.meta.url));

/** What making load costs; `generator.ts` has the full comparison, over many rates. */
export const generatorCost: Benchmark = {
  name: 'generator',
  about: 'CPU of the workload generator against autocannon at 10,000 requests a second',
  run: async (scale) => {
    const server = run('server');
    try {
      const [line] = (await once(server.stdout ?? server, 'data')) as [Buffer];
      const rps = scale.rounds === 1 ? RPS / 10 : RPS;
      const seconds = Math.max(1, Math.round(scale.roundMs / 1000));
      const measure = (tool: string) => async () => {
        const child = run(tool, String(line).trim(), String(rps), String(seconds));
        if (child.stdout === null) throw new Error('its output is missing');
        const { cpu } = JSON.parse(await text(child.stdout)) as { cpu: number };
        return cpu * 100;
      };
      const figures = await interleave(scale.rounds, {
        theirs: measure('autocannon'),
        ours: measure('ours'),
      });
      return [
        compare({
          what: `workload generator at ${rps.toLocaleString('en')} requests/s`,
          against: 'autocannon at the same rate',
          unit: '% of a core',
          ...figures,
          goal: { atMost: 1 },
        }),
      ];
    } finally {
      server.kill();
    }
  },
};

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

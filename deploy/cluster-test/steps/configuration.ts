import type { Pod } from '../objects.ts';
import { readCatalog, writeOverlay } from '../overlay.ts';
import { isReady } from '../pod-states.ts';
import { apply, untilAvailable, withTwoOfEach } from '../rollouts.ts';
import { secondsSince, type Stage, type Notes, type Step } from '../step.ts';
import { sellThrough } from '../sell-through.ts';

/** A pod that could get ready would be by then. */
const WATCH_MS = 20_000;

export const configuration: Step = {
  name: 'configuration',
  title: 'Applies a wrong variable, which reaches nobody, and another catalog, which reaches all',
  async run(stage, notes) {
    try {
      await withTwoOfEach(stage.cluster, notes.say, async () => {
        await applyWrongVariable(stage, notes);
      });
      await applyCatalog(stage, notes);
    } finally {
      writeOverlay(stage.overlay);
      await stage.cluster.putRight('apply', '-k', '.data/cluster-test/overlay');
    }
  },
};

async function applyWrongVariable(stage: Stage, notes: Notes): Promise<void> {
  const { cluster } = stage;
  const olds = new Set((await cluster.pods('gateway')).map(({ metadata }) => metadata.uid));
  const isNew = ({ metadata }: Pod) => !olds.has(metadata.uid);
  const attack = async () => {
    writeOverlay(stage.overlay, { logLevel: 'loud' });
    await apply(cluster);
    await cluster.until(
      async () => (await cluster.pods('gateway')).filter(isNew),
      (pods) => pods.length > 0,
      { timeoutS: 60, describe: () => 'no gateway with the new variable is started' },
    );
    await cluster.pause(WATCH_MS);
    const pods = (await cluster.pods('gateway')).filter(isNew);
    notes.check('a gateway with a wrong variable is not ready', !pods.some(isReady));
    const name = pods[0]?.metadata.name ?? '';
    const log = await cluster.until(
      async () => (await cluster.try(['logs', name])).stdout,
      (text) => /LOG_LEVEL must be one of/.test(text),
      { timeoutS: 120, describe: (text) => `${name} does not say what is wrong: ${text}` },
    );
    notes.check('its log says why', true, log.trim().slice(0, 200));
    writeOverlay(stage.overlay);
    await apply(cluster);
    await untilAvailable(cluster, notes.say);
  };
  await sellThrough(stage, notes, { requests: 3000, attack });
}

async function applyCatalog({ cluster, overlay, shop }: Stage, notes: Notes): Promise<void> {
  const opened = await shop();
  const capacity = async () =>
    (await opened.tickets()).reduce((sum, ticket) => sum + ticket.capacity, 0);
  const before = await capacity();
  const start = performance.now();
  writeOverlay(overlay, { catalog: withOneMore(readCatalog()) });
  await apply(cluster);
  await untilAvailable(cluster, notes.say);
  const after = await cluster.until(capacity, (is) => is !== before, {
    timeoutS: 60,
    describe: () => 'the shop sells the former catalog',
  });
  notes.check(
    'apply alone brings another catalog',
    after === before + 1,
    `${before} → ${after} tickets`,
  );
  notes.figure('another catalog', `sold after ${secondsSince(start)}`);
}

/** The catalog with one more ticket of its first type. */
export function withOneMore(catalog: string): string {
  return catalog.replace(
    /(\bcapacity: )(\d+)/,
    (_, name: string, count: string) => `${name}${Number(count) + 1}`,
  );
}

import { onStage } from '../run-scenario.ts';
import { type Cell, nameOf } from './matrix.ts';
import { CAPACITY_SHARE, type CellResult, HOLD_MS, playCell, type Size } from './play-cell.ts';
import { startWholeSale } from './whole-sale.ts';

/** How much is played of each cell, in full and in the short form. */
const SIZES: Record<'full' | 'quick', Size> = {
  full: { buyers: 44, faults: 3 },
  quick: { buyers: 12, faults: 1 },
};

/** Plays cells one after another on one sale; each has chances of its own by the seed, whatever is played before it. */
export async function runWhole(
  cells: readonly Cell[],
  options: {
    seed: number;
    quick: boolean;
    say: (line: string) => void;
    /** Called with each result. */
    onResult?: (result: CellResult) => void;
  },
): Promise<CellResult[]> {
  const { seed, quick, say, onResult = () => undefined } = options;
  const size = SIZES[quick ? 'quick' : 'full'];
  return await onStage({ seed, quick, say }, async (stage) => {
    const sale = await startWholeSale(stage, catalogOf(cells, size));
    const results: CellResult[] = [];
    for (const cell of cells) {
      say(nameOf(cell));
      const result = await playCell(stage, sale, { cell, runSeed: seed, size });
      results.push(result);
      onResult(result);
    }
    return results;
  });
}

/** An event for each cell: its doors are open, and it starts in some hours. */
function catalogOf(cells: readonly Cell[], { buyers }: Size): string {
  const inHours = (hours: number) =>
    `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, -5)}Z`;
  const events = cells.map((cell) => {
    const id = nameOf(cell);
    return `
  - id: ${id}
    name: ${id}
    venue: Hall
    doorsAt: ${inHours(-1)}
    startsAt: ${inHours(12)}
    endsAt: ${inHours(16)}
    currency: EUR
    paymentMethods: [online]
    holdMinutes: ${HOLD_MS / 60_000}
    waitingRoom: { opens: always, turnMinutes: 0.5, perMinute: 6000, placesPerNetwork: 1000000 }
    tickets:
      - { id: ${id}-seat, name: Seat, type: adult, price: 20, capacity: ${Math.ceil(buyers * CAPACITY_SHARE)} }`;
  });
  return `events:${events.join('')}\n`;
}

import { type Ledger, readLots } from '@onsale/ledger';
import { duringOutages } from '../during-outages.ts';
import type { LineKeeper } from './line-keeper.ts';

/** Lists that are kept in memory: a large one has a MiB. */
const MAX_KEPT = 8;

/** The seeds and lists of draws, which do not change any more. */
export class Lots {
  readonly #ledger: Ledger;
  readonly #kept = new Map<string, string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Undefined before the draw, and without one. */
  async read(line: LineKeeper): Promise<string | undefined> {
    if (!mayBeDrawn(line)) return undefined;
    const name = `${line.address.eventId} ${line.report?.state.draw?.listHash}`;
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const lots = await duringOutages(() => readLots(this.#ledger, line.address));
    if (lots === undefined) return undefined;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(name, lots);
    return lots;
  }
}

// Whoever asks for lots in a lobby costs Redis nothing. What was seen last may lack the end of a draw, which takes longer
// than a look is old.
function mayBeDrawn({ report }: LineKeeper): boolean {
  if (report === undefined) return true;
  const { phase, draw } = report.state;
  return draw !== undefined && (phase === 'drawing' || phase === 'open');
}

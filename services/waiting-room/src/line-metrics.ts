import { Gauge, type Registry } from '@onsale/service';
import type { Lines } from './lines/lines.ts';

/** People by what they do, of each line. */
const STATES = ['lobby', 'slowed', 'waiting', 'turns', 'away'] as const;
/** Sums since the line began. */
const SUMS = ['joined', 'admitted', 'served', 'missed', 'left'] as const;

/**
 * Exports every line as it was read last. Every waiting room exports the same, so take the maximum, not the sum. Lines
 * that have ended are not shown any more.
 */
export function createLineMetrics(registry: Registry, lines: () => Lines | undefined): void {
  const registers = [registry];
  const all = () => lines()?.all() ?? [];
  void new Gauge({
    name: 'onsale_waiting_room_people',
    help: 'People in a line by what they do',
    labelNames: ['event', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { report, address } of all()) {
        for (const state of STATES) {
          if (report !== undefined)
            this.set({ event: address.eventId, state }, report.state[state]);
        }
      }
    },
  });
  void new Gauge({
    name: 'onsale_waiting_room_people_sum',
    help: 'People who joined, were admitted, ordered, missed a turn, or left',
    labelNames: ['event', 'what'],
    registers,
    collect() {
      this.reset();
      for (const { report, address } of all()) {
        for (const what of SUMS) {
          if (report !== undefined) this.set({ event: address.eventId, what }, report.state[what]);
        }
      }
    },
  });
  void new Gauge({
    name: 'onsale_waiting_room_pace_per_second',
    help: 'People a second to admit; 0 while nobody is admitted',
    labelNames: ['event'],
    registers,
    collect() {
      this.reset();
      for (const { limits, address } of all()) {
        this.set({ event: address.eventId }, limits.perSecond);
      }
    },
  });
  void new Gauge({
    name: 'onsale_waiting_room_halted',
    help: '1 while a line halts because the shop can serve nobody, else 0',
    labelNames: ['event'],
    registers,
    collect() {
      this.reset();
      for (const { report, address } of all()) {
        const isHalted = report?.state.phase === 'open' && report.shop.is === 'down';
        this.set({ event: address.eventId }, isHalted ? 1 : 0);
      }
    },
  });
}

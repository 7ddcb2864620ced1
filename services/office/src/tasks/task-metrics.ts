import { TASK_STATES } from '@onsale/contracts';
import { countTasks, type Records } from '@onsale/records';
import { gauge, type Registry } from '@onsale/service';

/** Every process of the office tells the same. */
export function createTaskMetrics(registry: Registry, db: Records): void {
  gauge(
    registry,
    {
      name: 'onsale_office_tasks',
      help: 'Open tasks: listing, running, waiting_for_balance, paused, done_with_failures',
      labelNames: ['state'],
    },
    async () => {
      const counts = new Map((await countTasks(db)).map(({ state, count }) => [state, count]));
      const states = TASK_STATES.filter((state) => state !== 'done');
      return states.map((state) => [{ state }, counts.get(state) ?? 0] as const);
    },
  );
}

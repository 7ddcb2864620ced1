import { countFailedPlans, PLANNED_QUEUES, type Records } from '@onsale/records';
import { gauge, type Registry } from '@onsale/service';

export function createPlanMetrics(registry: Registry, records: Records): void {
  gauge(
    registry,
    {
      name: 'onsale_planning_jobs_failed',
      help: 'Jobs that became no mails or webhooks, until a delivery starts',
      labelNames: ['queue'],
    },
    async () => {
      const failed = await countFailedPlans(records);
      return PLANNED_QUEUES.map((queue) => [{ queue }, failed.get(queue) ?? 0] as const);
    },
  );
}

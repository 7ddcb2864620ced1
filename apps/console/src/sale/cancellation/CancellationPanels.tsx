import { Alert, Badge, Button, Group, Progress, Text } from '@mantine/core';
import { type Cancellation, officeApi, type TaskState } from '@onsale/api-client';
import { formatCount, formatMoment, formatPrice } from '@onsale/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { Panel } from '../../ui/Panel.tsx';
import { cancellationQuery } from '../sale-queries.ts';
import { CancelledOrders } from './CancelledOrders.tsx';

const STATES: Record<TaskState, { words: () => string; color: string }> = {
  listing: { words: () => m.sale_task_listing(), color: 'gray' },
  running: { words: () => m.sale_task_running(), color: 'gray' },
  waiting_for_balance: { words: () => m.sale_task_waiting(), color: 'warn' },
  paused: { words: () => m.sale_task_paused(), color: 'warn' },
  done: { words: () => m.sale_task_done(), color: 'good' },
  done_with_failures: { words: () => m.sale_task_failures(), color: 'bad' },
};

// All that goes by itself is done then.
const TO_PAY_BACK = { words: () => m.sale_by_hand_title(), color: 'warn' };

/** How far the refunds of a cancelled event are, and what a person must do about them. */
export function CancellationPanels({ eventId }: { eventId: string }) {
  const { data: task } = useQuery(cancellationQuery(eventId));
  const may = useMay();
  if (task === undefined) return null;
  const maySee = may('orders.read', eventId);
  return (
    <>
      <Progressing task={task} />
      {maySee && task.orders.failed > 0 ? (
        <CancelledOrders task={task} state="failed" title={m.sale_failed_title()} />
      ) : null}
      {maySee && task.orders.toPayBack > 0 ? (
        <CancelledOrders
          task={task}
          state="to_pay_back"
          title={m.sale_by_hand_title()}
          text={m.sale_by_hand_text()}
        />
      ) : null}
    </>
  );
}

function Progressing({ task }: { task: Cancellation }) {
  const { total, done, toPayBack } = task.orders;
  const needsHands = task.state === 'done' && toPayBack > 0;
  const { words, color } = needsHands ? TO_PAY_BACK : STATES[task.state];
  const progress = m.sale_task_progress({ done: formatCount(done), total: formatCount(total) });
  const share = total === 0 ? 0 : (100 * done) / total;
  return (
    <Panel title={m.sale_task_title()} action={<Badge color={color}>{words()}</Badge>}>
      <Text role="status">{progress}</Text>
      <Progress value={share} size="lg" my="sm" aria-label={progress} />
      {task.balance.map((each) => (
        <Balance key={each.currency} {...each} />
      ))}
      {task.problem === undefined || task.state === 'waiting_for_balance' ? null : (
        <Alert color="warn" mb="sm">
          {task.problem}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {m.sale_task_started({ name: task.startedBy, time: formatMoment(task.startedAt) })}
      </Text>
      {task.finishedAt === undefined ? null : (
        <Text size="sm" c="dimmed">
          {m.sale_task_finished({ time: formatMoment(task.finishedAt) })}
        </Text>
      )}
      <Steps task={task} />
    </Panel>
  );
}

function Balance({ amount, available, missing = 0, currency }: Cancellation['balance'][number]) {
  if (available === undefined) return null;
  if (missing > 0) {
    const lacking = formatPrice(missing, currency);
    return (
      <Alert color="warn" mb="sm">
        {m.sale_task_lacks({ amount: lacking })}
      </Alert>
    );
  }
  return (
    <Text size="sm" mb="xs">
      {m.sale_task_balance({
        amount: formatPrice(amount, currency),
        available: formatPrice(available, currency),
      })}
    </Text>
  );
}

function Steps({ task }: { task: Cancellation }) {
  const { eventId, state, orders } = task;
  const may = useMay();
  const client = useQueryClient();
  const step = useMutation({
    mutationFn: async (name: 'pause' | 'resume' | 'retry') =>
      await officeApi.post(`/v1/events/{eventId}/cancellation/${name}`, { path: { eventId } }),
    onError: notifyFailure,
    onSuccess: async (after, name) => {
      client.setQueryData(cancellationQuery(eventId).queryKey, after);
      const words = {
        pause: m.sale_task_paused_done,
        resume: m.sale_task_resumed_done,
        retry: m.sale_task_retried_done,
      };
      notifyDone(words[name]());
      await client.invalidateQueries({ queryKey: ['sale', eventId] });
    },
  });
  const isWaiting = state === 'waiting_for_balance';
  const canGoOn = state === 'paused' || isWaiting;
  const canPause = state === 'running' || isWaiting;
  const canRetry = orders.failed > 0 && state !== 'listing';
  if (!may('orders.refund', eventId) || !(canGoOn || canPause || canRetry)) return null;
  return (
    <Group mt="md" gap="sm">
      {canGoOn ? (
        <Button loading={step.isPending} onClick={() => step.mutate('resume')}>
          {isWaiting ? m.sale_task_try() : m.sale_task_resume()}
        </Button>
      ) : null}
      {canPause ? (
        <Button variant="default" loading={step.isPending} onClick={() => step.mutate('pause')}>
          {m.sale_task_pause()}
        </Button>
      ) : null}
      {canRetry ? (
        <Button variant="default" loading={step.isPending} onClick={() => step.mutate('retry')}>
          {m.sale_task_retry()}
        </Button>
      ) : null}
    </Group>
  );
}

import { Button } from '@mantine/core';
import type { EventDetails, LoadGoods } from '@onsale/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { eventQuery, isUnreachable, resetRehearsal } from '../data/lab-api.ts';
import { showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { useLab } from '../use-lab.ts';
import styles from './Goods.module.css';

const text = labText.goods;
type NamedEvent = Pick<EventDetails, 'name' | 'rehearsal'>;

/** What the load buys, and the button that puts the tickets of rehearsals back on sale. */
export function Goods({ active }: { active: boolean }) {
  const sells = useLab((state) => state.stats?.sells);
  const event = useLab((state) => state.config?.event);
  const details = useQuery({ ...eventQuery(event ?? ''), enabled: event !== undefined }).data;
  const reset = useMutation({ mutationFn: resetRehearsal, networkMode: 'always' });
  return (
    <div className={styles.goods}>
      <p className={styles.words} data-real={isReal(sells, details)}>
        {words(sells, details)}
      </p>
      <Button
        variant="outline"
        size="compact-sm"
        disabled={active || reset.isPending}
        aria-describedby="reset-note"
        onClick={() => reset.mutate()}
      >
        {reset.isPending ? text.resetting : text.reset}
      </Button>
      <output id="reset-note" className={styles.note}>
        {active
          ? text.resetWaits
          : reset.isError
            ? isUnreachable(reset.error)
              ? text.unreachable
              : text.failed(reset.error.message)
            : reset.isSuccess
              ? text.done(showCount(reset.data.ordersDeleted))
              : text.resetMeans}
      </output>
    </div>
  );
}

/** Before the first run the generator has not asked the target; the event says it too. */
function words(sells: LoadGoods | undefined, event: NamedEvent | undefined): string | undefined {
  if (sells === undefined || sells === 'everything' || sells === 'mix')
    return sells && text.sells[sells];
  if (event === undefined) return text.sells[sells];
  return event.rehearsal ? text.rehearsal(event.name) : text.event(event.name);
}

function isReal(sells: LoadGoods | undefined, event: NamedEvent | undefined): boolean {
  return sells === 'everything' || (sells !== 'mix' && event?.rehearsal === false);
}

import type { OrderAction, OrderDetail } from '@onsale/api-client';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { AnswersDialog } from '../dialogs/AnswersDialog.tsx';
import { CancelDialog } from '../dialogs/CancelDialog.tsx';
import { CustomerDialog } from '../dialogs/CustomerDialog.tsx';
import { HoldersDialog } from '../dialogs/HoldersDialog.tsx';
import { PaidDialog } from '../dialogs/PaidDialog.tsx';
import { RefundDialog } from '../dialogs/RefundDialog.tsx';
import { ReissueDialog } from '../dialogs/ReissueDialog.tsx';

/** A dialog about an order; it is only there while it is open, so that it begins anew each time. */
export type OrderDialog = ComponentType<{ detail: OrderDetail; onClose: () => void }>;

const DIALOGS: Record<OrderAction, OrderDialog> = {
  mark_paid: PaidDialog,
  refund: RefundDialog,
  cancel: CancelDialog,
  change_customer: CustomerDialog,
  change_holders: HoldersDialog,
  reissue: ReissueDialog,
  change_answers: AnswersDialog,
};

const NAMES: Record<OrderAction, () => string> = {
  mark_paid: () => m.orders_do_mark_paid(),
  refund: () => m.orders_do_refund(),
  cancel: () => m.orders_do_cancel(),
  change_customer: () => m.orders_do_change_customer(),
  change_holders: () => m.orders_do_change_holders(),
  reissue: () => m.orders_do_reissue(),
  change_answers: () => m.orders_do_change_answers(),
};

const ORDER = Object.keys(NAMES) as OrderAction[];
const MOVES_MONEY: ReadonlySet<OrderAction> = new Set(['mark_paid', 'refund', 'cancel']);

/** What can be done with an order in its state, by this member: the first as a button, the rest below. */
export function OrderActions({ detail }: { detail: OrderDetail }) {
  const [open, setOpen] = useState<OrderAction>();
  const may = useMay();
  const { eventId } = detail.order;
  const actions = ORDER.filter(
    (action) =>
      detail.actions.includes(action) &&
      may(MOVES_MONEY.has(action) ? 'orders.refund' : 'orders.write', eventId),
  );
  const [first, ...rest] = actions;
  if (first === undefined) return null;
  const Dialog = open === undefined ? undefined : DIALOGS[open];
  return (
    <>
      <Button onClick={() => setOpen(first)}>{NAMES[first]()}</Button>
      {rest.length === 0 ? null : (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
              {m.orders_more()}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((action) => (
              <Menu.Item key={action} onClick={() => setOpen(action)}>
                {NAMES[action]()}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {Dialog === undefined ? null : <Dialog detail={detail} onClose={() => setOpen(undefined)} />}
    </>
  );
}

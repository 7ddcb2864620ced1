import type { OrderDetail } from '@onsale/api-client';
import { Alert, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { AnswersPanel } from './detail/AnswersPanel.tsx';
import { DocumentsPanel } from './detail/DocumentsPanel.tsx';
import { FactsPanel } from './detail/FactsPanel.tsx';
import { HistoryPanel } from './detail/HistoryPanel.tsx';
import { MailsPanel } from './detail/MailsPanel.tsx';
import { NotesPanel } from './detail/NotesPanel.tsx';
import { OrderActions } from './detail/OrderActions.tsx';
import { PaymentPanel } from './detail/PaymentPanel.tsx';
import { TicketsPanel } from './detail/TicketsPanel.tsx';
import { orderQuery } from './orders-queries.ts';
import { StatusBadge } from './StatusBadge.tsx';

const route = getRouteApi('/signed-in/orders/$orderId');
/** While money or a line may change it. */
const OPEN_MS = 3000;
const SETTLED_MS = 30_000;

/** One order, all that happened to it, and all that can be done with it. */
export function OrderPage() {
  const { orderId } = route.useParams();
  const order = useQuery({
    ...orderQuery(orderId),
    refetchInterval: ({ state }) => (isOpen(state.data?.data) ? OPEN_MS : SETTLED_MS),
  });
  return <Loaded query={order}>{({ data }) => <Content detail={data} />}</Loaded>;
}

function Content({ detail }: { detail: OrderDetail }) {
  const { order, archivedAt } = detail;
  const back = (
    <TextLink to="/orders" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {m.orders_back()}
    </TextLink>
  );
  return (
    <>
      <PageTitle
        title={order.customer.name}
        before={back}
        about={
          <Group gap="xs" mt={4}>
            <StatusBadge status={order.status} />
            <span style={{ overflowWrap: 'anywhere' }}>{order.customer.email}</span>
          </Group>
        }
      >
        <OrderActions detail={detail} />
      </PageTitle>
      {archivedAt === undefined ? null : (
        <Alert variant="light" mb="md">
          {m.orders_archived()}
        </Alert>
      )}
      <FactsPanel detail={detail} />
      <TicketsPanel detail={detail} />
      <AnswersPanel detail={detail} />
      <PaymentPanel detail={detail} />
      <DocumentsPanel detail={detail} />
      <MailsPanel detail={detail} />
      <NotesPanel detail={detail} />
      <HistoryPanel detail={detail} />
    </>
  );
}

function isOpen(detail: OrderDetail | undefined): boolean {
  if (detail === undefined) return false;
  const { order, payment } = detail;
  if (order.status === 'pending' || order.paying === true) return true;
  return payment?.refunds.some(({ state }) => state === 'asked' || state === 'pending') === true;
}

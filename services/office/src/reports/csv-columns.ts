import type { CsvColumn } from '@onsale/csv';
import type {
  ExportedOrder,
  ExportedPayment,
  ExportedRefund,
  ExportedSales,
} from '@onsale/records';

const amount = { isAmount: true } as const;

export const ORDER_COLUMNS: readonly CsvColumn<ExportedOrder>[] = [
  { en: 'Order', de: 'Bestellung', of: (row) => row.order_id },
  { en: 'Event id', de: 'Veranstaltung (Kennung)', of: (row) => row.event_id },
  { en: 'Event', de: 'Veranstaltung', of: (row) => row.event },
  { en: 'Placed', de: 'Bestellt', of: (row) => row.placed },
  { en: 'Time zone', de: 'Zeitzone', of: (row) => row.time_zone },
  { en: 'Status', de: 'Status', of: (row) => row.status },
  { en: 'Sold at', de: 'Verkauft über', of: (row) => row.source },
  { en: 'Payment method', de: 'Zahlungsart', of: (row) => row.payment_method },
  { en: 'Name', de: 'Name', of: (row) => row.name },
  { en: 'E-mail', de: 'E-Mail', of: (row) => row.email },
  { en: 'Tickets', de: 'Tickets', of: (row) => row.tickets },
  { en: 'Currency', de: 'Währung', of: (row) => row.currency },
  { en: 'Total', de: 'Summe', of: (row) => row.total, ...amount },
  { en: 'Fee included', de: 'davon Gebühr', of: (row) => row.fee, ...amount },
  { en: 'Tax included', de: 'davon Steuer', of: (row) => row.tax, ...amount },
  { en: 'Discount', de: 'Rabatt', of: (row) => row.discount, ...amount },
  { en: 'Refunded', de: 'Erstattet', of: (row) => row.refunded, ...amount },
];

export const SALES_COLUMNS: readonly CsvColumn<ExportedSales>[] = [
  { en: 'Day', de: 'Tag', of: (row) => row.day },
  { en: 'Time zone', de: 'Zeitzone', of: (row) => row.time_zone },
  { en: 'Event id', de: 'Veranstaltung (Kennung)', of: (row) => row.event_id },
  { en: 'Event', de: 'Veranstaltung', of: (row) => row.event },
  { en: 'Sold at', de: 'Verkauft über', of: (row) => row.source },
  { en: 'Payment method', de: 'Zahlungsart', of: (row) => row.payment_method },
  { en: 'Ticket type', de: 'Ticketart', of: (row) => row.type },
  { en: 'Currency', de: 'Währung', of: (row) => row.currency },
  { en: 'Price', de: 'Preis', of: (row) => row.price, ...amount },
  { en: 'Sold', de: 'Verkauft', of: (row) => row.sold },
  { en: 'Refunded since', de: 'davon erstattet', of: (row) => row.refunded },
  { en: 'Amount', de: 'Betrag', of: (row) => row.amount, ...amount },
];

export const PAYMENT_COLUMNS: readonly CsvColumn<ExportedPayment>[] = [
  { en: 'Order', de: 'Bestellung', of: (row) => row.order_id },
  { en: 'Event id', de: 'Veranstaltung (Kennung)', of: (row) => row.event_id },
  { en: 'Begun', de: 'Begonnen', of: (row) => row.begun },
  { en: 'Time zone', de: 'Zeitzone', of: (row) => row.time_zone },
  { en: 'Provider', de: 'Zahlungsdienst', of: (row) => row.provider },
  { en: 'Currency', de: 'Währung', of: (row) => row.currency },
  { en: 'Due', de: 'Zu zahlen', of: (row) => row.amount, ...amount },
  { en: 'Received', de: 'Eingegangen', of: (row) => row.received, ...amount },
  { en: 'Returned', de: 'Zurückgegangen', of: (row) => row.returned, ...amount },
];

export const REFUND_COLUMNS: readonly CsvColumn<ExportedRefund>[] = [
  { en: 'Order', de: 'Bestellung', of: (row) => row.order_id },
  { en: 'Event id', de: 'Veranstaltung (Kennung)', of: (row) => row.event_id },
  { en: 'Refund', de: 'Erstattung', of: (row) => row.refund_id },
  { en: 'Asked for', de: 'Beauftragt', of: (row) => row.asked },
  { en: 'Done', de: 'Ausgeführt', of: (row) => row.done },
  { en: 'Time zone', de: 'Zeitzone', of: (row) => row.time_zone },
  { en: 'State', de: 'Stand', of: (row) => row.state },
  { en: 'Reason', de: 'Grund', of: (row) => row.reason },
  { en: 'Currency', de: 'Währung', of: (row) => row.currency },
  { en: 'Amount', de: 'Betrag', of: (row) => row.amount, ...amount },
];

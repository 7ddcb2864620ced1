import { eventsOperations, eventsSchemas } from './events.ts';
import { messagesOperations, messagesSchemas } from './messages.ts';
import { ordersOperations, ordersSchemas } from './orders.ts';
import { reportsOperations, reportsSchemas } from './reports.ts';
import { saleOperations, saleSchemas } from './sale.ts';
import { settingsOperations, settingsSchemas } from './settings.ts';
import { startOperations, startSchemas } from './start.ts';
import { teamOperations, teamSchemas } from './team.ts';

export * from './access.ts';
export * from './account.ts';
export * from './archived-orders.ts';
export * from './events.ts';
export * from './messages.ts';
export * from './orders.ts';
export * from './pictures.ts';
export * from './reports.ts';
export * from './sale.ts';
export * from './settings.ts';
export * from './sign-in.ts';
export * from './start.ts';
export * from './team.ts';

/** All routes of the office for members and API keys. */
export const staffOperations = {
  ...teamOperations,
  ...eventsOperations,
  ...saleOperations,
  ...ordersOperations,
  ...reportsOperations,
  ...messagesOperations,
  ...settingsOperations,
  ...startOperations,
};

export const staffSchemas = {
  ...teamSchemas,
  ...eventsSchemas,
  ...saleSchemas,
  ...ordersSchemas,
  ...reportsSchemas,
  ...messagesSchemas,
  ...settingsSchemas,
  ...startSchemas,
};

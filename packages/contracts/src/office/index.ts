import { checkInsOperations, checkInsSchemas } from './check-ins.ts';
import { codesOperations, codesSchemas } from './codes.ts';
import { entranceOperations, entranceSchemas } from './entrance.ts';
import { eventsOperations, eventsSchemas } from './events.ts';
import { lineOperations, lineSchemas } from './line.ts';
import { mailPreviewsOperations, mailPreviewsSchemas } from './mail-previews.ts';
import { mailsOperations, mailsSchemas } from './mails.ts';
import { messagesOperations, messagesSchemas } from './messages.ts';
import { noticesOperations, noticesSchemas } from './notices.ts';
import { ordersOperations, ordersSchemas } from './orders.ts';
import { rehearsalsOperations, rehearsalsSchemas } from './rehearsals.ts';
import { reportsOperations, reportsSchemas } from './reports.ts';
import { saleOperations, saleSchemas } from './sale.ts';
import { settingsOperations, settingsSchemas } from './settings.ts';
import { startOperations, startSchemas } from './start.ts';
import { teamOperations, teamSchemas } from './team.ts';
import { webhooksOperations, webhooksSchemas } from './webhooks.ts';

export * from './access.ts';
export * from './account.ts';
export * from './archived-orders.ts';
export * from './check-ins.ts';
export * from './codes.ts';
export * from './entrance.ts';
export * from './events.ts';
export * from './line.ts';
export * from './mail-previews.ts';
export * from './mails.ts';
export * from './messages.ts';
export * from './notices.ts';
export * from './orders.ts';
export * from './pictures.ts';
export * from './rehearsals.ts';
export * from './reports.ts';
export * from './sale.ts';
export * from './settings.ts';
export * from './sign-in.ts';
export * from './start.ts';
export * from './team.ts';
export * from './webhooks.ts';

/** All routes of the office for members and API keys. */
export const staffOperations = {
  ...teamOperations,
  ...eventsOperations,
  ...codesOperations,
  ...lineOperations,
  ...saleOperations,
  ...ordersOperations,
  ...entranceOperations,
  ...checkInsOperations,
  ...reportsOperations,
  ...messagesOperations,
  ...noticesOperations,
  ...mailPreviewsOperations,
  ...mailsOperations,
  ...webhooksOperations,
  ...rehearsalsOperations,
  ...settingsOperations,
  ...startOperations,
};

export const staffSchemas = {
  ...teamSchemas,
  ...eventsSchemas,
  ...codesSchemas,
  ...lineSchemas,
  ...saleSchemas,
  ...ordersSchemas,
  ...entranceSchemas,
  ...checkInsSchemas,
  ...reportsSchemas,
  ...messagesSchemas,
  ...noticesSchemas,
  ...mailPreviewsSchemas,
  ...mailsSchemas,
  ...webhooksSchemas,
  ...rehearsalsSchemas,
  ...settingsSchemas,
  ...startSchemas,
};

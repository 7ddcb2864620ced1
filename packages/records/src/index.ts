export * from './archive/mark-archived.ts';
export * from './archive/read-recorded-orders.ts';
export * from './connect/connect-records.ts';
export * from './connect/open-records.ts';
export * from './connect/read-database.ts';
export * from './connect/records-outage.ts';
export * from './delivery/lost-jobs.ts';
export * from './delivery/mail-servers.ts';
export * from './delivery/note-mail.ts';
export * from './delivery/documents.ts';
export * from './delivery/issue-documents.ts';
export { readBuyerSecret } from './delivery/buyer-secret.ts';
export { countBuyerAttempt } from './delivery/count-buyer-attempt.ts';
export * from './delivery/opt-outs.ts';
export * from './delivery/order-links.ts';
export * from './delivery/plan/find-work.ts';
export * from './delivery/plan/message-pages.ts';
export * from './delivery/plan/notices.ts';
export * from './delivery/plan/read-planned-orders.ts';
export * from './delivery/plan/replaced-tickets.ts';
export * from './delivery/plan/told-addresses.ts';
export * from './delivery/plan/told-versions.ts';
export * from './delivery/plan/work-on-jobs.ts';
export * from './delivery/publish-ticket-keys.ts';
export type { Issuer, PaidOrder } from './delivery/compose-document.ts';
export * from './delivery/queue-mails.ts';
export * from './delivery/remove-old-mails.ts';
export * from './delivery/take-mails.ts';
export * from './delivery/queue-webhooks.ts';
export * from './delivery/webhook-counts.ts';
export * from './delivery/webhook-deliveries.ts';
export * from './office/activity.ts';
export * from './office/answers.ts';
export * from './office/api-keys.ts';
export * from './office/start/read-open-money.ts';
export * from './office/start/read-takings-today.ts';
export * from './office/read-activity.ts';
export {
  type ListPart,
  type ListRequest,
  readCheckInList,
} from './office/entrance/check-in-list.ts';
export { showDeviceCode } from './office/entrance/device-code.ts';
export * from './office/entrance/devices.ts';
export * from './office/entrance/entrance-settings.ts';
export * from './office/entrance/entrance-event.ts';
export * from './office/entrance/entrance-state.ts';
export * from './office/entrance/list-devices.ts';
export * from './office/entrance/progress.ts';
export * from './office/entrance/entrance-defaults.ts';
export {
  type EntranceAsSet,
  entranceRules,
  readEntranceAsSet,
  readEntranceRules,
} from './office/entrance/entrance-rules.ts';
export {
  type ListedOrderHere,
  orderAlias,
  readListedOrder,
  readListedOrdersById,
  type Seat,
} from './office/entrance/listed-orders.ts';
export { noteScan, undoCheckIn } from './office/entrance/scans.ts';
export { findOrdersAtEntrance, type OrderAtEntrance } from './office/entrance/check-ins-search.ts';
export { type ExportedCheckIn, scanCheckInsOf } from './office/entrance/check-ins-export.ts';
export * from './office/entrance/conflicts.ts';
export { decideLateScans } from './office/entrance/scans-late.ts';
export {
  readScan,
  readScans,
  type ScanFilter,
  type StoredConflict,
  type StoredScan,
} from './office/entrance/scans-log.ts';
export { clockOfDevice, momentOfScan } from './office/entrance/scans-time.ts';
export type { NewScan, Scanning, ScanResult } from './office/entrance/scans-found.ts';
export * from './office/events/event-revisions.ts';
export * from './office/events/pictures.ts';
export * from './office/mails.ts';
export * from './office/messages.ts';
export * from './office/reports/export-rows.ts';
export * from './office/reports/payments-report.ts';
export {
  readSales,
  type ReportFilter,
  type SalesSumsOf,
  type SoldSums,
} from './office/reports/sales-report.ts';
export * from './office/team/attempts.ts';
export * from './office/team/auth-tables.ts';
export * from './office/team/grants.ts';
export * from './office/team/links.ts';
export * from './office/team/members.ts';
export * from './office/team/passkeys.ts';
export * from './office/team/sessions.ts';
export * from './office/sale/estimate-cancellation.ts';
export * from './office/sale/read-takings.ts';
export * from './office/tasks/task-orders.ts';
export * from './office/tasks/tasks.ts';
export * from './office/orders/count-rejected.ts';
export * from './office/orders/list-orders.ts';
export * from './office/orders/order-history.ts';
export * from './office/orders/order-notes.ts';
export * from './office/settings/settings.ts';
export * from './office/settings/terms-versions.ts';
export * from './office/webhooks.ts';
export * from './orders/order-rows.ts';
export * from './orders/store-orders.ts';
export * from './person/anonymize-old-records.ts';
export * from './person/anonymize-recorded-orders.ts';
export * from './person/find-recorded-person.ts';
export { findScansOfOrders, type ScanOfPerson } from './person/person-at-entrance.ts';
export { findPersonInDelivery, type PersonInDelivery } from './person/person-in-delivery.ts';
export { beginBackfill, readRecorder, RECORDER } from './recorder/begin-backfill.ts';
export type { EventChangeJob, OrderChangeJob } from './recorder/leave-jobs.ts';
export * from './recorder/record-shard.ts';
export { clearSetBackMark } from './recorder/set-back-shard.ts';
export type { RecorderParts } from './recorder/shard-work.ts';
export * from './schema/jobs.ts';
export { migrateRecords } from './schema/migrate-records.ts';
export { type DkimFacts, MAIL_KINDS, type MailKind, type MailsRow } from './schema/mail-tables.ts';
export { DELIVERY_ROLE, OFFICE_ROLE, RECORDER_ROLE } from './schema/rights.ts';
export { schemaState, type SchemaState, waitForSchema } from './schema/schema-state.ts';
export {
  readRoles,
  type RecordsPasswords,
  type RoleSetup,
  setUpRoles,
} from './schema/set-up-roles.ts';
export type * from './schema/tables.ts';
export * from './rebuild/rebuild-records.ts';
export * from './set-back/accept-set-back.ts';
export type { LostOrder } from './set-back/find-lost-orders.ts';
export * from './set-back/restore-set-back.ts';
export * from './shards/read-shards.ts';
export * from './shards/with-shard.ts';
export { sumUpAll, sumUpEvent } from './sums/sum-up.ts';
export { type Verification, verifyRecords } from './verify/verify-records.ts';

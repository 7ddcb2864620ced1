import type { Command, ConnectingCommand, OfflineCommand } from './command.ts';
import { archiveCheckCommand, archiveCommand } from './commands/archive.ts';
import { auditCommand } from './commands/audit.ts';
import {
  catalogApplyCommand,
  catalogDiffCommand,
  catalogShowCommand,
  catalogValidateCommand,
} from './commands/catalog.ts';
import { clusterInstallCommand } from './commands/cluster.ts';
import { codesAddCommand, codesListCommand } from './commands/codes.ts';
import { codesExportCommand, codesImportCommand } from './commands/codes-files.ts';
import { codesStepCommands } from './commands/codes-steps.ts';
import { dataInstallCommand } from './commands/data.ts';
import {
  deadLettersDropCommand,
  deadLettersListCommand,
  deadLettersReplayCommand,
} from './commands/dead-letters.ts';
import {
  eventListCommand,
  eventPutCommand,
  eventShowCommand,
  eventStepCommands,
} from './commands/event.ts';
import { logReadersCommand, logRemoveCommand, logShowCommand } from './commands/log.ts';
import {
  officeFirstOwnerCommand,
  officeInviteCommand,
  officeMembersCommand,
  officePasswordLinkCommand,
  officeRemoveCommand,
} from './commands/office.ts';
import { ordersAnonymizeCommand } from './commands/anonymize.ts';
import { ordersFindCommand } from './commands/find-order.ts';
import { ordersExportCommand } from './commands/orders.ts';
import {
  paymentsMarkPaidCommand,
  paymentsReconcileCommand,
  paymentsRefundCommand,
  paymentsShowCommand,
} from './commands/payments.ts';
import { paymentsDoctorCommand } from './commands/payments-doctor.ts';
import { recordsInstallCommand } from './commands/records.ts';
import { recordsStatusCommand } from './commands/records-status.ts';
import {
  recordsAcceptCommand,
  recordsRestoreCommand,
  recordsSetBackCommand,
} from './commands/records-set-back.ts';
import { recordsRebuildCommand, recordsVerifyCommand } from './commands/records-verify.ts';
import { personAnonymizeCommand, personExportCommand } from './commands/person.ts';
import { rehearsalResetCommand } from './commands/rehearsal.ts';
import { sellerApplyCommand, sellerShowCommand } from './commands/seller.ts';
import { stockAddCommand } from './commands/stock.ts';
import { ticketsKeysListCommand, ticketsKeysRotateCommand } from './commands/tickets.ts';
import { streamInfoCommand, streamRepairCommand } from './commands/stream.ts';

/** Every command by name. */
export const COMMANDS: Record<string, Command | ConnectingCommand | OfflineCommand> = {
  audit: auditCommand,
  'archive check': archiveCheckCommand,
  archive: archiveCommand,
  'catalog validate': catalogValidateCommand,
  'catalog show': catalogShowCommand,
  'catalog diff': catalogDiffCommand,
  'catalog apply': catalogApplyCommand,
  'cluster install': clusterInstallCommand,
  'codes list': codesListCommand,
  'codes add': codesAddCommand,
  'codes import': codesImportCommand,
  'codes export': codesExportCommand,
  ...codesStepCommands,
  'event list': eventListCommand,
  'event show': eventShowCommand,
  'event put': eventPutCommand,
  ...eventStepCommands,
  'data install': dataInstallCommand,
  'log readers': logReadersCommand,
  'log remove': logRemoveCommand,
  'log show': logShowCommand,
  'office first-owner': officeFirstOwnerCommand,
  'office invite': officeInviteCommand,
  'office members': officeMembersCommand,
  'office password-link': officePasswordLinkCommand,
  'office remove': officeRemoveCommand,
  'orders export': ordersExportCommand,
  'orders find': ordersFindCommand,
  'orders anonymize': ordersAnonymizeCommand,
  'dead-letters list': deadLettersListCommand,
  'dead-letters replay': deadLettersReplayCommand,
  'dead-letters drop': deadLettersDropCommand,
  'payments show': paymentsShowCommand,
  'payments refund': paymentsRefundCommand,
  'payments mark-paid': paymentsMarkPaidCommand,
  'payments reconcile': paymentsReconcileCommand,
  'payments doctor': paymentsDoctorCommand,
  'records install': recordsInstallCommand,
  'records status': recordsStatusCommand,
  'records verify': recordsVerifyCommand,
  'records rebuild': recordsRebuildCommand,
  'records set-back restore': recordsRestoreCommand,
  'records set-back accept': recordsAcceptCommand,
  'records set-back': recordsSetBackCommand,
  'person export': personExportCommand,
  'person anonymize': personAnonymizeCommand,
  'rehearsal reset': rehearsalResetCommand,
  'seller show': sellerShowCommand,
  'seller apply': sellerApplyCommand,
  'tickets keys rotate': ticketsKeysRotateCommand,
  'tickets keys list': ticketsKeysListCommand,
  'stream info': streamInfoCommand,
  'stream repair': streamRepairCommand,
  'stock add': stockAddCommand,
};

/** Whether a command is of a kind: the first word of its name, such as `records`. */
export function isOfKind(name: string, kind: string): boolean {
  return name.split(' ')[0] === kind;
}

/** The text of `--help`, of all commands or those of one kind. */
export function helpText(kind?: string): string {
  const lines = Object.entries(COMMANDS)
    .filter(([name]) => kind === undefined || isOfKind(name, kind))
    .map(([, command]) => `  npm run admin -- ${command.usage}\n      ${command.summary}`);
  return [
    'One-off tasks on the Redis at REDIS_URL (or REDIS_HOST etc.), the records at DATABASE_URL, and the',
    `payments at PAYMENTS_URL.${kind === undefined ? ' `help records` shows only those of the records, and so on.' : ''}`,
    '',
    ...lines,
    '',
    'All are safe to repeat. Ctrl-C stops a long one. Exit code: 0 done, 1 something is broken or was',
    'refused, 2 the command line or the environment is wrong, 130 interrupted.',
  ].join('\n');
}

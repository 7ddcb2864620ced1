import { type ServiceContext, shareResult } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
import type { DeliveryParts } from '../app.ts';
import { composeMail } from '../compose/compose-mail.ts';
import { readShop } from '../compose/read-shop.ts';
import type { DeliveryConfig } from '../config.ts';
import { CleanUp } from './clean-up.ts';
import { createMailMetrics } from './mail-metrics.ts';
import { MailSender } from './mail-sender.ts';
import { openMailTransport } from './mail-transport.ts';
import type { Sender } from './write-message.ts';

/** Settings are read anew after this long. */
const SETTINGS_MS = 5000;
/** Where there is no server, nobody is to be spared. */
const KEPT_PER_S = 1000;

/** Begins to send mails, and to remove old ones. */
export function startMails(
  { config, logger, registry, onClose }: ServiceContext<DeliveryConfig>,
  parts: DeliveryParts,
  jobs: PgBoss,
): MailSender {
  const { records } = parts;
  const transport = openMailTransport(config);
  const mails = new MailSender({
    ...{ records, jobs, transport, logger },
    perS: transport.keeps ? KEPT_PER_S : config.MAILS_PER_S,
    metrics: createMailMetrics(registry, records),
    compose: (mail) => composeMail(parts, mail),
    sender: shareResult(() => readSender(parts), SETTINGS_MS),
  });
  mails.start();
  onClose('mails', () => mails.stop());
  const cleanUp = new CleanUp({ records, logger, keepDays: config.KEEP_MAILS_DAYS });
  cleanUp.start();
  onClose('clean-up of mails', () => cleanUp.stop());
  return mails;
}

async function readSender(parts: DeliveryParts): Promise<Sender> {
  const { shop, settings } = await readShop(parts);
  return {
    name: settings?.senderName ?? shop.name,
    address: settings?.senderEmail ?? `tickets@${new URL(parts.config.PUBLIC_URL).hostname}`,
    replyTo: settings?.replyTo ?? shop.contactEmail,
  };
}

import { mailPreviewsOperations } from '@onsale/contracts';
import { readSeller } from '@onsale/ledger';
import { mailLanguageOf, mailShopOf, renderMail } from '@onsale/mails';
import { readSettings } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { sampleMail } from './sample-mail.ts';

/** Registers the routes of `mailPreviewsOperations`. */
export function registerMailPreviews(scope: HttpServer, parts: OfficeParts): void {
  const { records, config } = parts;
  route(scope, parts, mailPreviewsOperations.previewMail, async ({ params, query }) => {
    const ledger = parts.ledger();
    const [{ document: event }, seller, settings] = await Promise.all([
      findEvent(ledger, params.eventId),
      readSeller(ledger),
      readSettings(records),
    ]);
    const shop = mailShopOf(config.PUBLIC_URL, seller?.document, settings?.document);
    const mail = sampleMail(params.kind, { event, shop, terms: seller?.document.terms });
    const language = mailLanguageOf(query.language, settings?.document.languages);
    return renderMail(mail, { language });
  });
}

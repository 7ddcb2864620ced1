import { ApiError, type BuyerMailKind, mailPreviewsOperations } from '@onsale/contracts';
import { readSeller } from '@onsale/ledger';
import { mailLanguageOf, mailShopOf, type RenderedMail, renderMail } from '@onsale/mails';
import { readSettings } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { answerPage } from '../access/answer-page.ts';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { findMail } from './find-mail.ts';
import { sampleMail } from './sample-mail.ts';

/** Registers the routes of `mailPreviewsOperations`. */
export function registerMailPreviews(scope: HttpServer, parts: OfficeParts): void {
  const { previewMail, previewMailPage, getMailPage } = mailPreviewsOperations;

  route(scope, parts, previewMail, async ({ params, query }) => {
    return await preview(parts, { ...params, ...query });
  });

  route(scope, parts, previewMailPage, async ({ params, query, reply }) => {
    const { html } = await preview(parts, { ...params, ...query });
    return answerPage(reply, html);
  });

  route(scope, parts, getMailPage, async ({ actor, params, reply }) => {
    const { content } = await findMail(parts, actor, params.mailId);
    if (content === null)
      throw new ApiError('MAIL_NOT_FOUND', 'the text of this mail was not kept');
    return answerPage(reply, content.html);
  });
}

async function preview(
  { ledger, records, config }: OfficeParts,
  { eventId, kind, language }: { eventId: string; kind: BuyerMailKind; language?: string },
): Promise<RenderedMail> {
  const [{ document: event }, seller, settings] = await Promise.all([
    findEvent(ledger(), eventId),
    readSeller(ledger()),
    readSettings(records),
  ]);
  const shop = mailShopOf(config.PUBLIC_URL, seller?.document, settings?.document);
  const mail = sampleMail(kind, { event, shop, terms: seller?.document.terms });
  const [first] = settings?.document.languages ?? [];
  return renderMail(mail, { language: mailLanguageOf(language ?? first) });
}

import { localeFor, setReaderLocale } from '@onsale/i18n';
import { makeGuilloche } from './guilloche-stamp.ts';
import { drawPaper } from './paper.ts';
import { drawTicketPage } from './ticket-page.ts';
import type { TicketsContent } from './tickets-content.ts';
import { printedLanguage, say } from './words.ts';

/** What a window shows. */
const MAX_TITLE = 100;

/** The tickets of an order to print: A4, one page for each. Always the same for the same content. */
export async function renderTicketsPdf(content: TicketsContent): Promise<Buffer> {
  const { event, seller, tickets } = content;
  const language = printedLanguage(content.language);
  // Everything is drawn in one turn, so no other document changes it meanwhile.
  setReaderLocale(localeFor(language, []));
  const title = `${event.name.slice(0, MAX_TITLE)}: ${say(language, tickets.length === 1 ? 'ticket' : 'tickets')}`;
  const about = { title, author: seller.name, language, madeAt: new Date(event.startsAt) };
  return await drawPaper(about, (paper, root) => {
    const drawGuilloche = makeGuilloche(paper, event.id);
    for (const ticket of tickets) {
      paper.addPage();
      drawTicketPage(paper, root, { content, ticket, language, drawGuilloche });
    }
  });
}

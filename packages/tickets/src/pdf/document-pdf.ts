import type { DocumentContent } from '@onsale/contracts';
import { localeFor, setReaderLocale } from '@onsale/i18n';
import { drawDocumentHead } from './document-head.ts';
import { drawAmounts } from './document-table.ts';
import { drawPaper } from './paper.ts';
import { printedLanguage, say } from './words.ts';

/** A receipt, an invoice or a credit note. Always the same for the same content. */
export async function renderDocumentPdf(content: DocumentContent): Promise<Buffer> {
  const { kind, number, seller, issuedAt } = content;
  const language = printedLanguage(content.language);
  // Everything is drawn in one turn, so no other document changes it meanwhile.
  setReaderLocale(localeFor(language, []));
  const title = `${say(language, kind)} ${number}`;
  const about = { title, author: seller.name, language, madeAt: new Date(issuedAt) };
  return await drawPaper(about, (paper, root) => {
    paper.addPage();
    const y = drawDocumentHead(paper, root, { content, language });
    drawAmounts(paper, root, { content, language, y });
  });
}

import type { MailDraft, MailFoot } from '../blocks.ts';
import type { MailLanguage } from '../languages.ts';
import { Html, html } from './html.ts';
import { htmlBlock } from './html-blocks.ts';
import { linkedText } from './linked-text.ts';
import { COLORS, FONT, PAGE_STYLES } from './styles.ts';

const { table, paper, soft, ink } = COLORS;

/**
 * A mail as a page of HTML: tables, since Outlook knows nothing else; every colour at its part, since some
 * programs read no styles of the page; and nothing that would have to be loaded.
 */
export function htmlPage(
  { subject, preheader, blocks }: MailDraft,
  foot: MailFoot,
  language: MailLanguage,
): string {
  const page = html`<!doctype html>
    <html lang="${language}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>${subject}</title>
        <style>
          ${new Html(PAGE_STYLES)}
        </style>
      </head>
      <body class="table" bgcolor="${table}" style="margin:0;padding:0;background:${table};">
        <div
          style="display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:${table};"
        >
          ${preheader}${FILLER}
        </div>
        <div
          role="article"
          aria-roledescription="email"
          aria-label="${subject}"
          lang="${language}"
          dir="ltr"
        >
          <table
            role="presentation"
            class="table"
            width="100%"
            cellpadding="0"
            cellspacing="0"
            border="0"
            bgcolor="${table}"
            style="background:${table};font-family:${new Html(FONT)};"
          >
            <tr>
              <td class="page" align="center" style="padding:24px 12px;">
                ${new Html('<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->')}
                <table
                  role="presentation"
                  width="100%"
                  cellpadding="0"
                  cellspacing="0"
                  border="0"
                  style="max-width:600px;font-family:${new Html(FONT)};"
                >
                  <tr>
                    <td
                      class="sheet"
                      bgcolor="${paper}"
                      style="background:${paper};border-radius:8px;padding:32px 36px;text-align:left;"
                    >
                      ${blocks.map((block) => html`${htmlBlock(block)} `)}
                    </td>
                  </tr>
                  <tr>
                    <td class="foot" style="padding:20px 36px 8px;text-align:left;">
                      ${footOf(foot)}
                    </td>
                  </tr>
                </table>
                ${new Html('<!--[if mso]></td></tr></table><![endif]-->')}
              </td>
            </tr>
          </table>
        </div>
      </body>
    </html> `;
  return page.text;
}

// So that no list of mails shows what comes after it.
const FILLER = new Html('&#8199;&#847; '.repeat(60));

function footOf({ seller, lines, sentences, links }: MailFoot): Html {
  const style = `margin:0 0 8px;font-size:13px;line-height:1.5;color:${soft};overflow-wrap:anywhere;`;
  const linksOf = links.map(
    ({ text, url }, i) =>
      html`${i === 0 ? '' : ' · '}<a href="${url}" class="link" style="color:${ink};">${text}</a>`,
  );
  return html`${sentences.map((sentence) => html`<p class="soft" dir="auto" style="${style}">${linkedText(sentence)}</p> `)}
    <p class="soft" dir="auto" style="${style}">
      <strong>${seller}</strong>${lines.map((line) => html`<br />${linkedText(line)}`)}
    </p>
    <p class="soft" style="${style}">${linksOf}</p>`;
}

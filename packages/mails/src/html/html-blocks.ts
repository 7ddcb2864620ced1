import type { BillLine, Block, Fact } from '../blocks.ts';
import { type Html, html } from './html.ts';
import { linkedText } from './linked-text.ts';
import { COLORS } from './styles.ts';

const { ink, soft, faint, deep, paper } = COLORS;
const TEXT = `margin:0 0 16px;font-size:16px;line-height:1.5;color:${ink};overflow-wrap:anywhere;`;
const TABLE = 'border-collapse:collapse;width:100%;table-layout:auto;';

/** A part of a mail as a row of its table. */
export function htmlBlock(block: Block): Html {
  switch (block.kind) {
    case 'headline':
      return html`<h1
        class="ink headline"
        dir="auto"
        style="margin:0 0 16px;font-size:28px;line-height:1.2;font-weight:700;color:${ink};overflow-wrap:anywhere;"
      >
        ${block.text}
      </h1>`;
    case 'heading':
      return html`<h2
        class="ink"
        dir="auto"
        style="margin:28px 0 8px;font-size:18px;line-height:1.3;font-weight:700;color:${ink};overflow-wrap:anywhere;"
      >
        ${block.text}
      </h2>`;
    case 'paragraph':
      return html`${paragraphs(block.text, 'ink', TEXT)}`;
    case 'small':
      return html`${paragraphs(block.text, 'soft', SMALL)}`;
    case 'button':
      return button(block);
    case 'list':
      return html`<ul class="ink" style="${TEXT}padding:0 0 0 22px;">
        ${block.items.map((item) => html`<li dir="auto" style="margin:0 0 4px;">${item}</li>`)}
      </ul>`;
    case 'facts':
      return html`<table style="${TABLE}margin:0 0 20px;">
        ${block.rows.map(fact)}
      </table>`;
    case 'stub':
      return stub(block);
    case 'bill':
      return bill(block);
    default:
      return quote(block);
  }
}

const SMALL = `margin:0 0 12px;font-size:14px;line-height:1.5;color:${soft};overflow-wrap:anywhere;`;

function paragraphs(text: string, color: 'ink' | 'soft', style: string): Html[] {
  return text
    .split(/\n\s*\n/)
    .map((each) => html`<p class="${color}" dir="auto" style="${style}">${linkedText(each)}</p>`);
}

// The cell has the colour as an attribute as well: Word, in which Outlook draws, pads no links.
function button({ text, url }: { text: string; url: string }): Html {
  return html`<table
    role="presentation"
    style="border-collapse:separate;border-spacing:0;margin:0 0 20px;"
  >
    <tr>
      <td
        class="button"
        bgcolor="${ink}"
        style="background:${ink};border-radius:6px;padding:13px 22px;"
      >
        <a
          href="${url}"
          style="color:${paper};font-size:16px;line-height:1.3;font-weight:700;text-decoration:none;display:inline-block;"
          >${text}</a
        >
      </td>
    </tr>
  </table>`;
}

function fact({ label, value }: Fact): Html {
  return html`<tr>
    <th
      class="soft"
      scope="row"
      align="left"
      valign="top"
      style="padding:3px 16px 3px 0;font-size:14px;line-height:1.5;font-weight:400;color:${soft};white-space:nowrap;"
    >
      ${label}
    </th>
    <td
      class="ink"
      width="100%"
      dir="auto"
      valign="top"
      style="padding:3px 0;font-size:16px;line-height:1.4;color:${ink};overflow-wrap:anywhere;"
    >
      ${linkedText(value)}
    </td>
  </tr>`;
}

function stub({ title, rows }: { title: string; rows: readonly Fact[] }): Html {
  return html`<table style="border-collapse:separate;border-spacing:0;width:100%;margin:0 0 20px;">
    <tr>
      <td
        class="deep line"
        bgcolor="${deep}"
        style="background:${deep};border-left:3px dashed ${faint};border-radius:6px;padding:16px 18px;"
      >
        <p
          class="ink"
          dir="auto"
          style="margin:0 0 8px;font-size:20px;line-height:1.25;font-weight:700;color:${ink};overflow-wrap:anywhere;"
        >
          ${title}
        </p>
        <table style="${TABLE}">
          ${rows.map(fact)}
        </table>
      </td>
    </tr>
  </table>`;
}

function bill({ lines, sums }: { lines: readonly BillLine[]; sums: readonly BillLine[] }): Html {
  return html`<table style="${TABLE}margin:0 0 20px;">
    ${[...lines, ...sums].map(billLine)}
  </table>`;
}

function billLine({ label, amount, isTotal = false }: BillLine): Html {
  const style = `padding:8px 0;border-top:${isTotal ? `2px solid ${ink}` : `1px solid ${faint}`};font-size:16px;line-height:1.4;font-weight:${isTotal ? 700 : 400};color:${ink};`;
  const color = isTotal ? 'ink' : 'ink line';
  return html`<tr>
    <td
      class="${color}"
      dir="auto"
      valign="top"
      style="${style}padding-right:12px;overflow-wrap:anywhere;"
    >
      ${label}
    </td>
    <td class="${color}" align="right" valign="top" style="${style}white-space:nowrap;">
      ${amount}
    </td>
  </tr>`;
}

function quote({ title, text }: { title?: string | undefined; text: string }): Html {
  const head =
    title === undefined
      ? html``
      : html`<p class="ink" dir="auto" style="${TEXT}margin:0 0 6px;font-weight:700;">${title}</p>`;
  return html`<table
    role="presentation"
    style="border-collapse:separate;border-spacing:0;width:100%;margin:0 0 20px;"
  >
    <tr>
      <td class="line" style="border-left:3px solid ${faint};padding:2px 0 1px 16px;">
        ${head}${paragraphs(text, 'ink', QUOTE)}
      </td>
    </tr>
  </table>`;
}

const QUOTE = `margin:0 0 10px;font-size:15px;line-height:1.5;color:${ink};overflow-wrap:anywhere;`;

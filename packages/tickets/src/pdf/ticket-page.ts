import { atVenue, formatPrice, minorDigitsOf, placeOf } from '@onsale/i18n';
import type { Area } from './guilloche-stamp.ts';
import { INK, INK_FAINT, INK_SOFT, inksOf } from './inks.ts';
import { addPart, CONTENT_WIDTH, decorate, PAGE, type Part } from './paper.ts';
import { drawQrCode } from './qr-code.ts';
import { drawText, fitText, layText, type Paper, type TextStyle } from './text/text.ts';
import type { PrintedTicket, TicketsContent } from './tickets-content.ts';
import { type PrintedLanguage, say } from './words.ts';

// The upper half of the page is the ticket, and it can be folded there; what is to be read before one leaves
// stands below.

const SHEET = { x: PAGE.margin, y: 36, width: CONTENT_WIDTH, height: 366 };
const STUB_WIDTH = 196;
const BODY_WIDTH = SHEET.width - STUB_WIDTH;
const PADDING = 20;
const BAND_HEIGHT = 104;
const CODE_SIZE = 172;
const CORNER = 9;
const NOTCH = 8;
const FOLD_Y = PAGE.height / 2;

const LABEL: TextStyle = { size: 7.5, weight: 'regular', color: INK_SOFT };
const VALUE: TextStyle = { size: 11, weight: 'bold', color: INK };
const SMALL_VALUE: TextStyle = { ...VALUE, size: 9 };
const NOTE: TextStyle = { size: 9.5, weight: 'regular', color: INK };
const HEADING: TextStyle = { size: 11, weight: 'bold', color: INK };

interface TicketPage {
  content: TicketsContent;
  ticket: PrintedTicket;
  language: PrintedLanguage;
  drawGuilloche: (area: Area) => void;
}

/** Draws the page of one ticket. */
export function drawTicketPage(paper: Paper, root: Part, page: TicketPage): void {
  const section = paper.struct('Sect');
  root.add(section);
  decorate(paper, () => drawSheet(paper, page));
  drawBody(paper, section, page);
  drawStub(paper, section, page);
  drawNotes(paper, section, page);
  section.end();
}

function drawSheet(paper: Paper, { content, drawGuilloche, language }: TicketPage): void {
  const { x, y, width, height } = SHEET;
  const tear = x + BODY_WIDTH;
  paper.save();
  outline(paper);
  paper.clip();
  drawGuilloche({ x, y, width: BODY_WIDTH, height: BAND_HEIGHT });
  paper.restore();
  outline(paper);
  paper.lineWidth(0.7).stroke(inksOf(content.event.id).first);
  paper
    .moveTo(tear, y + NOTCH + 3)
    .lineTo(tear, y + height - NOTCH)
    .lineWidth(0.7)
    .dash(3, { space: 3 })
    .stroke(INK_SOFT)
    .undash();
  paper.moveTo(0, FOLD_Y).lineTo(16, FOLD_Y).lineWidth(0.5).stroke(INK_FAINT);
  paper
    .moveTo(PAGE.width - 16, FOLD_Y)
    .lineTo(PAGE.width, FOLD_Y)
    .stroke(INK_FAINT);
  const hint = layText(paper, say(language, 'fold'), { style: LABEL, width });
  drawText(paper, hint, { x: 20, y: FOLD_Y - LABEL.size * 0.64, width });
}

// Punched corners, and two notches where the stub is torn off.
function outline(paper: Paper): void {
  const { x, y, width, height } = SHEET;
  const [right, bottom, tear] = [x + width, y + height, x + BODY_WIDTH];
  paper.path(
    `M${x + CORNER} ${y} H${tear - NOTCH} A${NOTCH} ${NOTCH} 0 0 0 ${tear + NOTCH} ${y} ` +
      `H${right - CORNER} A${CORNER} ${CORNER} 0 0 0 ${right} ${y + CORNER} V${bottom - CORNER} ` +
      `A${CORNER} ${CORNER} 0 0 0 ${right - CORNER} ${bottom} H${tear + NOTCH} ` +
      `A${NOTCH} ${NOTCH} 0 0 0 ${tear - NOTCH} ${bottom} H${x + CORNER} ` +
      `A${CORNER} ${CORNER} 0 0 0 ${x} ${bottom - CORNER} V${y + CORNER} ` +
      `A${CORNER} ${CORNER} 0 0 0 ${x + CORNER} ${y} Z`,
  );
}

function drawBody(paper: Paper, section: Part, page: TicketPage): void {
  const { event } = page.content;
  const x = SHEET.x + PADDING;
  const width = BODY_WIDTH - 2 * PADDING;
  let y = SHEET.y + BAND_HEIGHT + 14;
  const title = fitText(paper, event.name, {
    styles: [24, 19, 15, 12].map((size) => ({ size, weight: 'bold', color: INK })) as [
      TextStyle,
      ...TextStyle[],
    ],
    ...{ width, maxLines: 2 },
  });
  addPart(paper, section, { tag: 'H1', spoken: title.text }, () => {
    y = drawText(paper, title, { x, y, width }) + 9;
  });
  for (const row of rowsOf(page)) {
    const columns = row.length;
    const columnWidth = (width - (columns - 1) * 12) / columns;
    let below = y;
    for (const [i, { label, value }] of row.entries()) {
      const left = x + i * (columnWidth + 12);
      const end = drawFact(paper, section, { label, value, x: left, y, width: columnWidth });
      below = Math.max(below, end);
    }
    y = below + 8;
  }
}

interface Fact {
  label: string;
  value: string;
}

function rowsOf({ content: { event }, ticket, language }: TicketPage): Fact[][] {
  const printed = atVenue(event);
  const fact = (word: Parameters<typeof say>[1], value: string | undefined): Fact[] =>
    value === undefined || value === '' ? [] : [{ label: say(language, word), value }];
  const doors =
    event.doorsAt === undefined
      ? undefined
      : atVenue({ startsAt: event.doorsAt, timeZone: event.timeZone }).hours;
  const { price } = ticket;
  return [
    [...fact('date', printed.long)],
    [...fact('time', printed.hours), ...fact('doors', doors)],
    [...fact('venue', placeOf(event))],
    [
      ...fact('ticket', ticket.name),
      ...fact('price', price && formatPrice(decimal(price), price.currency)),
    ],
    [...fact('name', ticket.holder)],
  ].filter((row) => row.length > 0);
}

function decimal({ minor, currency }: { minor: number; currency: string }): number {
  return minor / 10 ** minorDigitsOf(currency);
}

function drawFact(
  paper: Paper,
  section: Part,
  { label, value, x, y, width }: Fact & { x: number; y: number; width: number },
): number {
  const above = layText(paper, label, { style: LABEL, width, maxLines: 1 });
  const below = fitText(paper, value, { styles: [VALUE, SMALL_VALUE], width, maxLines: 2 });
  let end = y;
  addPart(paper, section, { tag: 'P', spoken: `${label}: ${below.text}` }, () => {
    end = drawText(paper, above, { x, y, width });
    end = drawText(paper, below, { x, y: end, width });
  });
  return end;
}

function drawStub(paper: Paper, section: Part, { content, ticket, language }: TicketPage): void {
  const x = SHEET.x + BODY_WIDTH + (STUB_WIDTH - CODE_SIZE) / 2;
  const y = SHEET.y + 22;
  addPart(paper, section, { tag: 'Figure', alt: say(language, 'code') }, () =>
    drawQrCode(paper, ticket.code, { x, y, size: CODE_SIZE }),
  );
  const place = say(language, 'place', { place: ticket.place, of: ticket.of });
  const inner = { x: x + 4, width: CODE_SIZE - 8 };
  let below = y + CODE_SIZE + 12;
  const big = layText(paper, place, {
    style: { size: 20, weight: 'bold', color: inksOf(content.event.id).first },
    width: inner.width,
  });
  addPart(paper, section, { tag: 'P' }, () => {
    below = drawText(paper, big, { ...inner, y: below }) + 6;
  });
  const facts = [
    { label: say(language, 'ticket'), value: ticket.name },
    ...(ticket.holder === undefined || ticket.holder === ''
      ? []
      : [{ label: say(language, 'name'), value: ticket.holder }]),
    { label: say(language, 'order'), value: content.order },
  ];
  for (const fact of facts) {
    below = drawStubFact(paper, section, { ...fact, ...inner, y: below }) + 5;
  }
}

function drawStubFact(
  paper: Paper,
  section: Part,
  { label, value, x, y, width }: Fact & { x: number; y: number; width: number },
): number {
  const above = layText(paper, label, { style: { ...LABEL, size: 7 }, width, maxLines: 1 });
  const below = layText(paper, value, { style: SMALL_VALUE, width, maxLines: 1 });
  let end = y;
  addPart(paper, section, { tag: 'P', spoken: `${label}: ${below.text}` }, () => {
    end = drawText(paper, above, { x, y, width });
    end = drawText(paper, below, { x, y: end, width });
  });
  return end;
}

const NOTES_Y = FOLD_Y + 34;
const FOOTER_Y = PAGE.height - 62;

function drawNotes(paper: Paper, section: Part, page: TicketPage): void {
  const { content, ticket, language } = page;
  const { event, seller } = content;
  const age =
    event.minimumAge === undefined ? [] : [say(language, 'age', { age: event.minimumAge })];
  const known = [...age, event.ageNote, ticket.text].filter((text) => text !== undefined);
  let y = NOTES_Y;
  const entrance = `${say(language, 'show')} ${say(language, 'reissued')}`;
  y = drawNote(paper, section, { heading: say(language, 'atTheEntrance'), text: entrance, y });
  if (known.length > 0) {
    const text = known.join('\n');
    drawNote(paper, section, { heading: say(language, 'goodToKnow'), text, y });
  }
  const { x, width } = { x: PAGE.margin, width: CONTENT_WIDTH };
  const sold = [say(language, 'soldBy', { seller: seller.name }), seller.email, seller.website];
  const line = layText(paper, sold.filter((part) => part !== undefined).join('  ·  '), {
    ...{ style: { ...LABEL, size: 8.5 }, width, maxLines: 2 },
  });
  decorate(paper, () => {
    paper
      .moveTo(x, FOOTER_Y)
      .lineTo(x + width, FOOTER_Y)
      .lineWidth(0.5)
      .stroke(INK_FAINT);
  });
  addPart(paper, section, { tag: 'P' }, () => {
    drawText(paper, line, { x, y: FOOTER_Y + 8, width });
  });
}

function drawNote(
  paper: Paper,
  section: Part,
  { heading, text, y }: { heading: string; text: string; y: number },
): number {
  const { x, width } = { x: PAGE.margin, width: CONTENT_WIDTH };
  const title = layText(paper, heading, { style: HEADING, width });
  const room = FOOTER_Y - 12 - y - title.height;
  const linesOf = (size: number) => Math.max(1, Math.floor(room / (size * 1.28)));
  let body = layText(paper, text, { style: NOTE, width, maxLines: linesOf(NOTE.size) });
  if (body.isCut) {
    const style = { ...NOTE, size: 7.5 };
    body = layText(paper, text, { style, width, maxLines: linesOf(style.size) });
  }
  let end = y;
  addPart(paper, section, { tag: 'H2' }, () => {
    end = drawText(paper, title, { x, y, width }) + 2;
  });
  addPart(paper, section, { tag: 'P', spoken: body.text }, () => {
    end = drawText(paper, body, { x, y: end, width, align: 'start' });
  });
  return end + 14;
}

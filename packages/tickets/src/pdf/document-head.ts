import type { DocumentContent } from '@onsale/contracts';
import { atVenue, kept } from '@onsale/i18n';
import { INK, INK_SOFT } from './inks.ts';
import { addPart, CONTENT_WIDTH, PAGE, type Part } from './paper.ts';
import { drawText, fitText, layText, type Paper, type TextStyle } from './text/text.ts';
import { type PrintedLanguage, say } from './words.ts';

const TITLE: TextStyle = { size: 22, weight: 'bold', color: INK };
const NAME: TextStyle = { size: 12, weight: 'bold', color: INK };
const BODY: TextStyle = { size: 9.5, weight: 'regular', color: INK };
const SMALL_BODY: TextStyle = { ...BODY, size: 7.5 };
const SOFT: TextStyle = { ...BODY, color: INK_SOFT };

const HALF = CONTENT_WIDTH / 2 - 10;
const RIGHT_X = PAGE.margin + CONTENT_WIDTH / 2 + 10;
const TOP = 48;
const BLOCKS_Y = 170;
const LABEL_WIDTH = 84;
/** Of an address; nobody has more. */
const MAX_LINES = 8;

interface Head {
  content: DocumentContent;
  language: PrintedLanguage;
}

/** Draws who has issued it to whom, and what it is about; answers where it ends below. */
export function drawDocumentHead(paper: Paper, root: Part, head: Head): number {
  const { content, language } = head;
  const { seller, recipient } = content;
  drawBlock(paper, root, {
    ...{ x: PAGE.margin, y: TOP, width: HALF, name: seller.name },
    text: [seller.address, ...taxNumbersOf(seller, language), seller.email, seller.website],
  });
  const title = layText(paper, say(language, content.kind), { style: TITLE, width: HALF });
  addPart(paper, root, { tag: 'H1' }, () => {
    drawText(paper, title, { x: RIGHT_X, y: TOP - 6, width: HALF });
  });
  const left =
    recipient === undefined
      ? BLOCKS_Y
      : drawBlock(paper, root, {
          ...{ x: PAGE.margin, y: BLOCKS_Y, width: HALF, label: say(language, 'to') },
          ...{ name: recipient.name, text: [recipient.address, recipient.vatId] },
        });
  const right = drawFacts(paper, root, factsOf(head));
  return Math.max(left, right) + 24;
}

function taxNumbersOf(
  { vatId, taxNumber }: DocumentContent['seller'],
  language: PrintedLanguage,
): string[] {
  return [
    ...(vatId === undefined ? [] : [`${say(language, 'vatId')} ${vatId}`]),
    ...(taxNumber === undefined ? [] : [`${say(language, 'taxNumber')} ${taxNumber}`]),
  ];
}

function drawBlock(
  paper: Paper,
  root: Part,
  block: {
    x: number;
    y: number;
    width: number;
    label?: string;
    name: string;
    text: readonly (string | undefined)[];
  },
): number {
  const { x, width } = block;
  const label =
    block.label === undefined ? [] : [layText(paper, block.label, { style: SOFT, width })];
  const name = fitText(paper, block.name, { styles: [NAME, BODY], width, maxLines: 2 });
  const text = block.text.filter((part) => part !== undefined).join('\n');
  const body = fitText(paper, text, { styles: [BODY, SMALL_BODY], width, maxLines: MAX_LINES });
  let { y } = block;
  for (const laid of [...label, name, body]) {
    if (laid.text === '') continue;
    addPart(paper, root, { tag: 'P', spoken: laid.text }, () => {
      y = drawText(paper, laid, { x, y, width });
    });
  }
  return y;
}

type Fact = readonly [label: string, value: string];

function factsOf({ content, language }: Head): Fact[] {
  const { number, order, event, corrects = [], timeZone } = content;
  const day = (iso: string) => dayOf(iso, timeZone);
  return [
    [say(language, 'number'), number],
    [say(language, 'issued'), day(content.issuedAt)],
    ...corrects.map(({ kind, number: of, issuedAt }): Fact => {
      return [say(language, 'corrects'), `${say(language, kind)} ${of}, ${day(issuedAt)}`];
    }),
    [say(language, 'order'), order],
    [say(language, 'ordered'), day(content.placedAt)],
    [say(language, 'event'), event.name],
    ...(event.startsAt === undefined
      ? []
      : [[say(language, 'date'), atVenue({ ...event, startsAt: event.startsAt }).long] as const]),
    ...(event.venue === undefined ? [] : [[say(language, 'venue'), event.venue] as const]),
  ];
}

function dayOf(iso: string, timeZone: string): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  const format = kept(`day in ${timeZone}`, (locale) => new Intl.DateTimeFormat(locale, options));
  return format.format(new Date(iso));
}

function drawFacts(paper: Paper, root: Part, facts: readonly Fact[]): number {
  let y = BLOCKS_Y;
  for (const [label, value] of facts) {
    const name = layText(paper, label, { style: SOFT, width: LABEL_WIDTH, maxLines: 1 });
    const width = HALF - LABEL_WIDTH;
    const said = fitText(paper, value, { styles: [BODY, SMALL_BODY], width, maxLines: 3 });
    addPart(paper, root, { tag: 'P', spoken: `${label}: ${said.text}` }, () => {
      drawText(paper, name, { x: RIGHT_X, y, width: LABEL_WIDTH });
      y = drawText(paper, said, { x: RIGHT_X + LABEL_WIDTH, y, width }) + 2;
    });
  }
  return y;
}

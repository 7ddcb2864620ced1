import type { DocumentContent } from '@onsale/contracts';
import { formatPrice, kept, minorDigitsOf } from '@onsale/i18n';
import { INK, INK_FAINT, INK_SOFT } from './inks.ts';
import { addPart, CONTENT_WIDTH, decorate, PAGE, type Part } from './paper.ts';
import { drawText, fitText, layText, type Paper, type TextStyle } from './text/text.ts';
import { type PrintedLanguage, say, type Word } from './words.ts';

const BODY: TextStyle = { size: 9.5, weight: 'regular', color: INK };
const SMALL_BODY: TextStyle = { ...BODY, size: 8 };
const SOFT: TextStyle = { ...BODY, size: 8, color: INK_SOFT };
const SUM: TextStyle = { ...BODY, size: 11, weight: 'bold' };

const LEFT = PAGE.margin;
const WIDTHS = [255, 60, 95, CONTENT_WIDTH - 410] as const;
const GAP = 8;
/** As far to the right as the facts above. */
const SUMS_WIDTH = CONTENT_WIDTH / 2 - 10;

interface Amounts {
  content: DocumentContent;
  language: PrintedLanguage;
  /** Where it begins. */
  y: number;
}

/** Draws what was sold, or goes back, and what it adds up to. At most 20 lines, as an order has: they fit on the page. */
export function drawAmounts(
  paper: Paper,
  root: Part,
  { content, language, y: top }: Amounts,
): void {
  const table = paper.struct('Table');
  root.add(table);
  const heads = (['item', 'quantity', 'each', 'amount'] as const).map((word) =>
    say(language, word),
  );
  let y = drawRow(paper, table, { cells: heads, y: top, style: SOFT, tag: 'TH' });
  y = drawLine(paper, y);
  for (const cells of rowsOf(content, language)) {
    y = drawRow(paper, table, { cells, y, style: BODY, tag: 'TD' });
  }
  table.end();
  y = drawLine(paper, y) + 6;
  for (const { label, amount, isSum } of sumsOf(content, language)) {
    y = drawSum(paper, root, { label, amount, y, style: isSum ? SUM : BODY });
  }
  const notes = notesOf(content, language);
  const style = { style: BODY, width: CONTENT_WIDTH };
  for (const note of notes.map((text) => layText(paper, text, style))) {
    addPart(paper, root, { tag: 'P' }, () => {
      y = drawText(paper, note, { x: LEFT, y: y + 14, width: CONTENT_WIDTH });
    });
  }
}

function rowsOf(content: DocumentContent, language: PrintedLanguage): string[][] {
  const money = moneyOf(content);
  const rows = content.lines.map(({ name, qty, unitMinor, totalMinor }) => [
    ...[name, String(qty), money(unitMinor), money(totalMinor)],
  ]);
  // Of a refund that is another amount than its tickets cost, or of money alone.
  if (content.kind === 'credit_note') {
    const rest = content.totalMinor - sumOf(content);
    return rest === 0
      ? rows
      : [...rows, [say(language, rest > 0 ? 'money' : 'notRefunded'), '', '', money(rest)]];
  }
  const { discountMinor = 0 } = content;
  if (discountMinor === 0) return rows;
  return [...rows, [say(language, 'discount'), '', '', money(-discountMinor)]];
}

function sumOf({ lines }: DocumentContent): number {
  return lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
}

interface Sum {
  label: string;
  amount: string;
  isSum: boolean;
}

const TOTALS: Record<DocumentContent['kind'], Word> = {
  ...{ receipt: 'totalPaid', invoice: 'total', credit_note: 'totalBack' },
};

function sumsOf(content: DocumentContent, language: PrintedLanguage): Sum[] {
  const { totalMinor, taxMinor, taxRate } = content;
  const money = moneyOf(content);
  const total = {
    ...{ label: say(language, TOTALS[content.kind]), amount: money(totalMinor), isSum: true },
  };
  if (taxMinor === undefined) return [total];
  const rate = taxRate === undefined ? '' : ` ${percent(taxRate)}`;
  return [
    { label: say(language, 'net'), amount: money(totalMinor - taxMinor), isSum: false },
    { label: `${say(language, 'tax')}${rate}`, amount: money(taxMinor), isSum: false },
    total,
  ];
}

function percent(rate: number): string {
  const format = kept('percent', (locale) => {
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 });
  });
  return format.format(rate / 100);
}

function notesOf(content: DocumentContent, language: PrintedLanguage): string[] {
  const { feeMinor, kind } = content;
  const money = moneyOf(content);
  return [
    ...(feeMinor === undefined ? [] : [say(language, 'fee', { fee: money(feeMinor) })]),
    ...(kind === 'credit_note' ? [] : [say(language, 'paid')]),
  ];
}

function moneyOf({ currency }: DocumentContent): (minor: number) => string {
  return (minor) => formatPrice(minor / 10 ** minorDigitsOf(currency), currency);
}

function drawRow(
  paper: Paper,
  table: Part,
  row: { cells: readonly string[]; y: number; style: TextStyle; tag: 'TH' | 'TD' },
): number {
  const part = paper.struct('TR');
  table.add(part);
  let x = LEFT;
  let below = row.y;
  for (const [i, text] of row.cells.entries()) {
    const width = (WIDTHS[i] ?? 0) - GAP;
    const styles = [row.style, SMALL_BODY] as const;
    const laid = fitText(paper, text, { styles, width, maxLines: 2 });
    const left = x;
    addPart(paper, part, { tag: row.tag, spoken: laid.text }, () => {
      const align = i === 0 ? 'left' : 'right';
      below = Math.max(below, drawText(paper, laid, { x: left, y: row.y, width, align }));
    });
    x += (WIDTHS[i] ?? 0) + (i === WIDTHS.length - 2 ? GAP : 0);
  }
  part.end();
  return below + 4;
}

function drawLine(paper: Paper, y: number): number {
  decorate(paper, () => {
    paper
      .moveTo(LEFT, y)
      .lineTo(LEFT + CONTENT_WIDTH, y)
      .lineWidth(0.6)
      .stroke(INK_FAINT);
  });
  return y + 5;
}

function drawSum(
  paper: Paper,
  root: Part,
  { label, amount, y, style }: Omit<Sum, 'isSum'> & { y: number; style: TextStyle },
): number {
  const x = LEFT + CONTENT_WIDTH - SUMS_WIDTH;
  const name = layText(paper, label, { style, width: SUMS_WIDTH / 2, maxLines: 1 });
  const width = SUMS_WIDTH / 2;
  const value = layText(paper, amount, { style, width, maxLines: 1 });
  let end = y;
  addPart(paper, root, { tag: 'P', spoken: `${label}: ${value.text}` }, () => {
    drawText(paper, name, { x, y, width });
    end = drawText(paper, value, { x: x + width, y, width, align: 'right' });
  });
  return end + 3;
}

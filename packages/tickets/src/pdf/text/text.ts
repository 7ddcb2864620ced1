import { clustersOf, isRightToLeft, visualRuns } from './bidi.ts';
import { drawable, fontFile, type FontName, fontOf, type Weight } from './fonts.ts';

/** The document that is drawn on. */
export type Paper = PDFKit.PDFDocument;

export interface TextStyle {
  /** In points, as all measures. */
  size: number;
  weight: Weight;
  color: string;
}

/** A text that was broken into lines. */
export interface LaidText {
  lines: Line[];
  style: TextStyle;
  height: number;
  /** Whether not all of it is there. */
  isCut: boolean;
  /** As it is read. */
  text: string;
}

interface Line {
  runs: { text: string; font: FontName; width: number }[];
  width: number;
  isRightToLeft: boolean;
}

const LINE_HEIGHT = 1.28;
const ASCENT = 0.98;
const ELLIPSIS = '…';
/** Longer than anything that has room on a page. */
const MAX_LENGTH = 6000;

/** Breaks a text into lines of a width, and cuts it after `maxLines`. */
export function layText(
  paper: Paper,
  given: string,
  { style, width, maxLines = Infinity }: { style: TextStyle; width: number; maxLines?: number },
): LaidText {
  const text = drawable(given.slice(0, MAX_LENGTH));
  const widthOfPart = (part: string) => measure(paper, part, style);
  const all = text.split('\n').flatMap((paragraph) => {
    const base: 'ltr' | 'rtl' = isRightToLeft(paragraph) ? 'rtl' : 'ltr';
    return breakLines(paragraph, widthOfPart, width).map((part) => ({ part, base }));
  });
  const kept = all.slice(0, maxLines);
  const last = kept.at(-1);
  const isCut = kept.length < all.length || given.length > MAX_LENGTH;
  if (isCut && last !== undefined) {
    last.part = shorten(last.part, (part) => widthOfPart(part) <= width);
  }
  const lines = kept.map(({ part, base }) => layLine(paper, part, { style, base }));
  return { lines, style, height: lines.length * style.size * LINE_HEIGHT, isCut, text };
}

/** The same in the first of these styles in which it has room; the last one cuts it. */
export function fitText(
  paper: Paper,
  text: string,
  {
    styles,
    width,
    maxLines,
  }: { styles: readonly [TextStyle, ...TextStyle[]]; width: number; maxLines: number },
): LaidText {
  let laid = layText(paper, text, { style: styles[0], width, maxLines });
  for (const style of styles.slice(1)) {
    if (!laid.isCut) return laid;
    laid = layText(paper, text, { style, width, maxLines });
  }
  return laid;
}

/** Draws it with its upper left corner there; answers where it ends below. */
export function drawText(
  paper: Paper,
  { lines, style, height }: LaidText,
  { x, y, width, align = 'left' }: Place,
): number {
  paper.fillColor(style.color);
  for (const [i, line] of lines.entries()) {
    const baseline = y + (i * LINE_HEIGHT + ASCENT) * style.size;
    const isRight = align === 'right' || (align === 'start' && line.isRightToLeft);
    let left = isRight ? x + width - line.width : x;
    for (const run of line.runs) {
      useFont(paper, run.font, style.size);
      paper.text(run.text, left, baseline, { lineBreak: false, baseline: 'alphabetic' });
      left += run.width;
    }
  }
  return y + height;
}

/** Where a text stands; `start`: at the side at which it is begun to read. */
export interface Place {
  x: number;
  y: number;
  width: number;
  align?: 'left' | 'right' | 'start';
}

function breakLines(paragraph: string, widthOf: (part: string) => number, width: number): string[] {
  const lines: string[] = [];
  const space = widthOf(' ');
  let line: string[] = [];
  let used = 0;
  for (const { part, wide } of paragraph.split(' ').flatMap((word) => fit(word, widthOf, width))) {
    if (line.length > 0 && used + space + wide > width) {
      lines.push(line.join(' '));
      line = [];
      used = 0;
    }
    used += wide + (line.length === 0 ? 0 : space);
    line.push(part);
  }
  return [...lines, line.join(' ')];
}

interface Fitting {
  part: string;
  wide: number;
}

// A word, in parts where it is longer than a line.
function fit(word: string, widthOf: (part: string) => number, width: number): Fitting[] {
  const wide = widthOf(word);
  if (wide <= width) return [{ part: word, wide }];
  const parts: Fitting[] = [];
  let last: Fitting = { part: '', wide: 0 };
  for (const cluster of clustersOf(word)) {
    const more = widthOf(cluster);
    if (last.part !== '' && last.wide + more > width) {
      parts.push(last);
      last = { part: '', wide: 0 };
    }
    last = { part: last.part + cluster, wide: last.wide + more };
  }
  return [...parts, last];
}

function shorten(line: string, hasRoom: (part: string) => boolean): string {
  const clusters = clustersOf(line);
  while (clusters.length > 0 && !hasRoom(clusters.join('') + ELLIPSIS)) clusters.pop();
  return clusters.join('').trimEnd() + ELLIPSIS;
}

function layLine(
  paper: Paper,
  line: string,
  { style, base }: { style: TextStyle; base: 'ltr' | 'rtl' },
): Line {
  const runs = visualRuns(clustersOf(line), base)
    .flatMap((run) => splitByFont(run, style.weight))
    .map((run) => ({ ...run, width: widthOf(paper, run, style) }));
  const width = runs.reduce((sum, run) => sum + run.width, 0);
  return { runs, width, isRightToLeft: base === 'rtl' };
}

// The parts of a run from left to right. Fonts of scripts that are read from right to left turn their signs
// themselves; what stands between, such as a dash, is turned here.
function splitByFont(
  { clusters, isRightToLeft: isTurned }: { clusters: string[]; isRightToLeft: boolean },
  weight: Weight,
): { text: string; font: FontName }[] {
  const parts: { text: string; font: FontName }[] = [];
  for (const cluster of clusters) {
    const { name: font, text } = fontOf(isTurned ? mirrored(cluster) : cluster, weight);
    const last = parts.at(-1);
    if (last?.font !== font) parts.push({ text, font });
    else if (isTurned && !turnsItself(font)) last.text = text + last.text;
    else last.text += text;
  }
  return isTurned ? parts.toReversed() : parts;
}

function turnsItself(font: FontName): boolean {
  return font.startsWith('arabic') || font.startsWith('hebrew');
}

// Each with the one that it looks like from the other side.
const MIRRORED = '()[]{}<>«»‹›';

function mirrored(cluster: string): string {
  const at = cluster.length === 1 ? MIRRORED.indexOf(cluster) : -1;
  return MIRRORED[at < 0 ? -1 : at ^ 1] ?? cluster;
}

function measure(paper: Paper, text: string, style: TextStyle): number {
  return splitByFont({ clusters: clustersOf(text), isRightToLeft: false }, style.weight).reduce(
    (sum, run) => sum + widthOf(paper, run, style),
    0,
  );
}

function widthOf(
  paper: Paper,
  { text, font }: { text: string; font: FontName },
  { size }: TextStyle,
): number {
  useFont(paper, font, size);
  return paper.widthOfString(text);
}

// A document embeds of each font what it has drawn with it.
function useFont(paper: Paper, name: FontName, size: number): void {
  if (!knownFonts(paper).has(name)) {
    paper.registerFont(name, fontFile(name));
    knownFonts(paper).add(name);
  }
  paper.font(name).fontSize(size);
}

const fontsOf = new WeakMap<Paper, Set<FontName>>();

function knownFonts(paper: Paper): Set<FontName> {
  const known = fontsOf.get(paper) ?? new Set();
  fontsOf.set(paper, known);
  return known;
}

import { inkColor } from '../charts/chart-colors.ts';

/** Between the charts and around them, in CSS pixels. */
const GAP = 24;
const HEAD = 64;
const CAPTION = 52;
const FONT = '"Archivo Variable", system-ui, sans-serif';

/** One picture of all charts below `place`, on paper, with a heading and their legends. */
export async function chartsPicture(
  place: HTMLElement,
  heading: { title: string; below: string },
): Promise<Blob> {
  const figures = [...place.querySelectorAll<HTMLElement>('figure[data-chart]')];
  const canvases = figures.map((figure) => figure.querySelector('canvas'));
  const ratio = devicePixelRatio;
  const width = Math.max(1, ...canvases.map((canvas) => (canvas?.width ?? 0) / ratio));
  const height = Math.max(1, ...canvases.map((canvas) => (canvas?.height ?? 0) / ratio));
  const columns = figures.length > 1 ? 2 : 1;
  const rows = Math.ceil(figures.length / columns);

  const picture = document.createElement('canvas');
  picture.width = Math.ceil((GAP + columns * (width + GAP)) * ratio);
  picture.height = Math.ceil((HEAD + rows * (CAPTION + height + GAP) + GAP / 2) * ratio);
  const pen = picture.getContext('2d');
  if (pen === null) throw new Error('this browser draws no pictures');
  pen.scale(ratio, ratio);
  const { ink, soft, paper } = colorsOf(place);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, picture.width, picture.height);
  write(pen, heading.title, { x: GAP, y: 32, color: ink, font: `700 18px ${FONT}` });
  write(pen, heading.below, { x: GAP, y: 50, color: soft, font: `12px ${FONT}` });

  for (const [i, figure] of figures.entries()) {
    const x = GAP + (i % columns) * (width + GAP);
    const y = HEAD + Math.floor(i / columns) * (CAPTION + height + GAP);
    drawCaption(pen, figure, { x, y, ink, soft });
    drawLegend(pen, figure, { x, y: y + 24, width, soft });
    const note = figure.querySelector(':scope > p')?.textContent;
    if (note !== undefined) {
      write(pen, note, { x, y: y + CAPTION + 40, color: soft, font: `13px ${FONT}` });
    }
    const canvas = canvases[i];
    if (canvas !== null && canvas !== undefined) {
      pen.drawImage(canvas, x, y + CAPTION, canvas.width / ratio, canvas.height / ratio);
    }
  }
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => {
      if (blob === null) reject(new Error('the picture is too large for this browser'));
      else resolve(blob);
    }, 'image/png');
  });
}

function drawCaption(
  pen: CanvasRenderingContext2D,
  figure: HTMLElement,
  { x, y, ink, soft }: { x: number; y: number; ink: string; soft: string },
): void {
  const [title, unit] = figure.querySelectorAll('figcaption > span:first-child > *');
  write(pen, title?.textContent ?? '', { x, y: y + 12, color: ink, font: `600 13px ${FONT}` });
  const after = x + pen.measureText(title?.textContent ?? '').width + 6;
  write(pen, unit?.textContent ?? '', { x: after, y: y + 12, color: soft, font: `12px ${FONT}` });
}

function drawLegend(
  pen: CanvasRenderingContext2D,
  figure: HTMLElement,
  { x, y, width, soft }: { x: number; y: number; width: number; soft: string },
): void {
  pen.font = `12px ${FONT}`;
  let [entryX, entryY] = [x, y];
  for (const name of figure.querySelectorAll('dl > div > dt')) {
    const label = name.textContent;
    const entryWidth = 17 + pen.measureText(label).width;
    if (entryX > x && entryX + entryWidth > x + width) [entryX, entryY] = [x, entryY + 15];
    const mark = name.querySelector('span');
    pen.fillStyle = mark === null ? soft : getComputedStyle(mark).color;
    pen.fillRect(entryX, entryY + 2, 12, 2);
    write(pen, label, { x: entryX + 17, y: entryY + 7, color: soft, font: pen.font });
    entryX += entryWidth + 14;
  }
}

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  { x, y, color, font }: { x: number; y: number; color: string; font: string },
): void {
  pen.font = font;
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

function colorsOf(place: Element): { ink: string; soft: string; paper: string } {
  return {
    ink: inkColor(place, 'black'),
    soft: inkColor(place, 'soft'),
    paper: inkColor(place, 'paper'),
  };
}

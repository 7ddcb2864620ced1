/** A box with a title, and maybe a smaller line below it. Units are pixels on a page 360 wide. */
export interface Box {
  at: [left: number, top: number];
  size: [width: number, height: number];
  title: string;
  note?: string;
  look?: 'plain' | 'accent' | 'good' | 'bad';
}

/** A line through points, with a head at its end. */
export interface Arrow {
  through: [number, number][];
  label?: string;
  labelAt?: [number, number];
  align?: 'start' | 'middle' | 'end';
  isDashed?: boolean;
}

export interface Drawing {
  title: string;
  height: number;
  boxes: Box[];
  arrows: Arrow[];
}

const WIDTH = 360;

// By themselves, drawings follow the mode of whoever looks at them; in the site, its own style does.
const STYLE = `<style>
svg { --ink: #1f2328; --muted: #5b626b; --line: #8a919a; --box: #f2f4f7; --accent: #dfe7ff; --good: #d9f2e1; --bad: #fbe1df; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e8eaed; --muted: #a5adb8; --line: #7d8590; --box: #2a2d33; --accent: #2c3a66; --good: #1f4630; --bad: #5a2b29; }
}
</style>`;

/** The drawing as SVG: narrow enough for a phone, and with its words as text. */
export function draw({ title, height, boxes, arrows }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="12">`,
    STYLE,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" style="fill: var(--line)"/></marker></defs>',
    ...arrows.map(drawArrow),
    ...boxes.map(drawBox),
    '</svg>\n',
  ].join('\n');
}

function drawBox({ at: [left, top], size: [width, height], title, note, look = 'plain' }: Box) {
  const middle = left + width / 2;
  const fill = look === 'plain' ? 'box' : look;
  const firstLine = top + height / 2 + (note === undefined ? 4 : -3);
  return [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="6" style="fill: var(--${fill}); stroke: var(--line)"/>`,
    `<text x="${middle}" y="${firstLine}" text-anchor="middle" font-weight="600" style="fill: var(--ink)">${escaped(title)}</text>`,
    ...(note === undefined
      ? []
      : [
          `<text x="${middle}" y="${firstLine + 15}" text-anchor="middle" font-size="11" style="fill: var(--muted)">${escaped(note)}</text>`,
        ]),
  ].join('\n');
}

function drawArrow({ through, label, labelAt, align = 'start', isDashed }: Arrow): string {
  const points = through.map(([x, y]) => `${x},${y}`).join(' ');
  const dashes = isDashed === true ? ' stroke-dasharray="4 3"' : '';
  const line = `<polyline points="${points}" fill="none" stroke-width="1.3"${dashes} marker-end="url(#head)" style="stroke: var(--line)"/>`;
  if (label === undefined || labelAt === undefined) return line;
  const [x, y] = labelAt;
  return `${line}\n<text x="${x}" y="${y}" text-anchor="${align}" font-size="11" style="fill: var(--muted)">${escaped(label)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

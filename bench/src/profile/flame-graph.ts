/** What V8 writes with --cpu-prof. */
export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
}

interface Frame {
  name: string;
  place: string;
  selfUs: number;
  totalUs: number;
  children: Map<string, Frame>;
}

const WIDTH = 1600;
const ROW = 17;
/** Narrower frames can't be seen. */
const LEAST_PX = 0.4;
const CHARACTER_PX = 6.6;

/** The calls of a profile as a flame graph: callers below, time as width. */
export function toFlameGraph(profile: CpuProfile, title: string): string {
  const root = toFrames(profile);
  const rectangles: string[] = [];
  const scale = WIDTH / root.totalUs;
  const height = (depthOf(root, scale) + 3) * ROW;
  draw(root, 0, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="8" y="16" font-size="14">${escape(title)}</text>`,
    ...rectangles,
    '</svg>',
    '',
  ].join('\n');

  function draw(frame: Frame, x: number, depth: number): void {
    const width = frame.totalUs * scale;
    if (width < LEAST_PX) return;
    const y = height - (depth + 1) * ROW;
    const share = ((frame.totalUs / root.totalUs) * 100).toFixed(1);
    const label = frame.name.slice(0, Math.floor(width / CHARACTER_PX));
    rectangles.push(
      `<g><title>${escape(`${frame.name} ${frame.place} ${share} %`)}</title>` +
        `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" fill="${color(frame.place)}"/>` +
        (label.length > 2
          ? `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escape(label)}</text>`
          : '') +
        '</g>',
    );
    let left = x;
    for (const child of [...frame.children.values()].sort((a, b) => b.totalUs - a.totalUs)) {
      draw(child, left, depth + 1);
      left += child.totalUs * scale;
    }
  }
}

/** Self time in microseconds for each part of the program, most first. */
export function costsByPart(profile: CpuProfile): [part: string, share: number][] {
  const parts = new Map<string, number>();
  const root = toFrames(profile);
  const add = (frame: Frame) => {
    const part = partOf(frame);
    parts.set(part, (parts.get(part) ?? 0) + frame.selfUs);
    for (const child of frame.children.values()) add(child);
  };
  add(root);
  return [...parts]
    .map(([part, us]): [string, number] => [part, us / root.totalUs])
    .sort(([, a], [, b]) => b - a);
}

// A start loads modules for longer than a short profile has load.
const LOADING = /^(node:internal\/(modules|bootstrap|deps)|wasm:)/;

// Equal calls from the same caller are one frame. Waiting and loading are left out.
function toFrames(profile: CpuProfile): Frame {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const node of profile.nodes)
    for (const child of node.children ?? []) parents.set(child, node.id);
  const root: Frame = { name: 'all', place: '', selfUs: 0, totalUs: 0, children: new Map() };
  for (const [i, sample] of profile.samples.entries()) {
    const us = profile.timeDeltas[i] ?? 0;
    const path = pathTo(sample, parents).map((id) => byId.get(id)?.callFrame);
    if (path.at(-1)?.functionName === '(idle)') continue;
    if (path.some((call) => LOADING.test(call?.url ?? ''))) continue;
    let frame = root;
    frame.totalUs += us;
    for (const call of path.slice(1)) {
      const name = call?.functionName === '' ? '(anonymous)' : (call?.functionName ?? '');
      const place = `${shorten(call?.url ?? '')}:${(call?.lineNumber ?? 0) + 1}`;
      const key = `${name} ${place}`;
      const next = frame.children.get(key) ?? {
        ...{ name, place, selfUs: 0, totalUs: 0 },
        children: new Map(),
      };
      frame.children.set(key, next);
      next.totalUs += us;
      frame = next;
    }
    frame.selfUs += us;
  }
  return root;
}

function pathTo(id: number, parents: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) path.push(at);
  return path.toReversed();
}

function depthOf(frame: Frame, scale: number): number {
  const depths = [...frame.children.values()]
    .filter((child) => child.totalUs * scale >= LEAST_PX)
    .map((child) => depthOf(child, scale));
  return 1 + Math.max(0, ...depths);
}

function shorten(url: string): string {
  const inside = /(?:node_modules|packages|services)\/.*/.exec(url)?.[0];
  return (inside ?? url).replace(/^.*node_modules\//, '');
}

function partOf({ name, place }: Frame): string {
  if (name === '(garbage collector)') return 'garbage collection';
  if (place.startsWith('node:')) return 'Node';
  if (place.startsWith(':')) return 'native code and system calls';
  const [first = '', second = ''] = place.split('/');
  return /^(packages|services)$/.test(first) || first.startsWith('@')
    ? `${first}/${second}`
    : first;
}

function color(place: string): string {
  if (/^(packages|services)\//.test(place)) return '#f4a259';
  if (place.startsWith('node:')) return '#bfd7b5';
  return place.startsWith(':') ? '#d9d9d9' : '#a7c7e7';
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

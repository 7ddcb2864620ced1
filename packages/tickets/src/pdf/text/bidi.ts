// The order in which the parts of a line stand on paper, after the Unicode Bidirectional Algorithm, as far as
// names, titles and notices need it: no explicit embeddings, which are left out before.

/** A part of a line that is read in one direction. */
export interface DirectedRun {
  /** In the order in which it is read. */
  clusters: string[];
  isRightToLeft: boolean;
}

/** What is drawn as one sign: a letter with its marks. */
export function clustersOf(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** Whether a text is read from right to left: by its first letter. */
export function isRightToLeft(text: string): boolean {
  const [first] = /\p{L}/u.exec(text) ?? [];
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}

/** The runs of a line from left to right, as they stand on paper. */
export function visualRuns(clusters: readonly string[], base: 'ltr' | 'rtl'): DirectedRun[] {
  const levels = levelsOf(clusters, base);
  const runs: (DirectedRun & { level: number })[] = [];
  for (const [i, cluster] of clusters.entries()) {
    const level = levels[i] ?? 0;
    const last = runs.at(-1);
    if (last?.level === level) last.clusters.push(cluster);
    else runs.push({ clusters: [cluster], isRightToLeft: level % 2 === 1, level });
  }
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  let ordered = runs;
  for (let level = highest; level >= 1; level--) ordered = reverseFrom(ordered, level);
  return ordered;
}

const SEGMENTER = new Intl.Segmenter();
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** A letter of either direction, a number, what belongs to a number beside it, or anything else. */
type Kind = 'L' | 'R' | 'number' | 'sign' | 'separator' | 'neutral';

function kindOf(cluster: string): Kind {
  if (/^\p{Nd}/u.test(cluster)) return 'number';
  if (/^\p{L}/u.test(cluster)) return RIGHT_TO_LEFT.test(cluster) ? 'R' : 'L';
  if (/^[.,:/+-]/.test(cluster)) return 'separator';
  if (/^[\p{Sc}%#°]/u.test(cluster)) return 'sign';
  return 'neutral';
}

function levelsOf(clusters: readonly string[], base: 'ltr' | 'rtl'): number[] {
  const kinds = joinNumbers(clusters.map(kindOf));
  const baseLetter = base === 'rtl' ? 'R' : 'L';
  // A number is read from left to right, and stands in the text around it as that is read.
  let strong: 'L' | 'R' = baseLetter;
  const sides = kinds.map((kind) => {
    if (kind === 'L' || kind === 'R') strong = kind;
    return kind === 'number' || kind === strong ? strong : undefined;
  });
  return kinds.map((kind, i) => {
    const side = sides[i] ?? sideOfNeutral(sides, i, baseLetter);
    if (kind === 'number') return side === 'R' ? 2 : levelOf('L', base);
    return levelOf(side, base);
  });
}

// 1.50 is one number, and so is € 5; a dash between letters is not.
function joinNumbers(kinds: readonly Kind[]): Kind[] {
  return kinds.map((kind, i) => {
    const [before, after] = [kinds[i - 1], kinds[i + 1]];
    if (kind === 'separator') {
      return before === 'number' && after === 'number' ? 'number' : 'neutral';
    }
    if (kind !== 'sign') return kind;
    return before === 'number' || after === 'number' ? 'number' : 'neutral';
  });
}

// Between two texts of one direction it belongs to them, otherwise to the line.
function sideOfNeutral(
  sides: readonly ('L' | 'R' | undefined)[],
  at: number,
  base: 'L' | 'R',
): 'L' | 'R' {
  let before = at - 1;
  while (before >= 0 && sides[before] === undefined) before--;
  let after = at + 1;
  while (after < sides.length && sides[after] === undefined) after++;
  const left = sides[before] ?? base;
  return left === (sides[after] ?? base) ? left : base;
}

function levelOf(side: 'L' | 'R', base: 'ltr' | 'rtl'): number {
  if (side === 'R') return 1;
  return base === 'rtl' ? 2 : 0;
}

function reverseFrom<Run extends { level: number }>(runs: readonly Run[], level: number): Run[] {
  const ordered: Run[] = [];
  let open: Run[] = [];
  for (const run of runs) {
    if (run.level >= level) open.push(run);
    else {
      ordered.push(...open.toReversed(), run);
      open = [];
    }
  }
  return [...ordered, ...open.toReversed()];
}

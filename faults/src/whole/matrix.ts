/** What is hit: each part that came to the order path, in the order of the table. */
export const PARTS = {
  'waiting-room': 'waiting room',
  payments: 'payments',
  bank: 'bank (the provider)',
  delivery: 'delivery',
  smtp: 'mail server',
  office: 'office',
  recorder: 'recorder',
  postgres: 'PostgreSQL',
  door: 'door (nginx)',
  phones: 'check-in phones',
} as const;
export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as PartName[];

/** What happens to it. */
export const FAULTS = {
  killed: 'SIGKILL, and started again',
  stopped: 'SIGSTOP, then SIGCONT',
  cut: 'its network is cut, in silence or by refusal',
  slow: 'its network is slow',
  full: 'it has no descriptor or disk left',
  clock: 'its clock jumps by up to two hours',
} as const;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** A part and what happens to it. */
export interface Cell {
  part: PartName;
  fault: FaultName;
}

/** Why there is nothing to play, a sentence each. */
const SENSELESS: Readonly<Record<string, string>> = {
  'smtp-clock': 'a mail has the time of delivery',
  'phones-stopped': 'a frozen app is like one that is cut off',
  'phones-full': 'an app that can keep nothing says so, and decides nothing',
  'door-clock': 'it decides only how long a page is kept, for a second',
};

/** What a part has full, where it is not its table of descriptors. */
const FULL: Partial<Record<PartName, string>> = {
  bank: 'its disk',
  postgres: 'its disk',
  smtp: 'its disk (it answers 452)',
};

export const nameOf = ({ part, fault }: Cell): string => `${part}-${fault}`;

/** All cells in which something happens. */
export const CELLS: readonly Cell[] = PART_NAMES.flatMap((part) =>
  FAULT_NAMES.map((fault) => ({ part, fault })),
).filter((cell) => whyNot(cell) === undefined);

/** Why a cell is empty; undefined where it is not. */
export function whyNot(cell: Cell): string | undefined {
  return SENSELESS[nameOf(cell)];
}

/** What happens, in a few words. */
export function describe({ part, fault }: Cell): string {
  const of = fault === 'full' ? (FULL[part] ?? 'its table of descriptors') : undefined;
  return `${PARTS[part]}: ${of === undefined ? FAULTS[fault] : `${of} is full`}`;
}

/** The cells that a word stands for: one, or all of a part or of a fault. */
export function cellsNamed(word: string): Cell[] {
  return CELLS.filter((cell) => [nameOf(cell), cell.part, cell.fault].includes(word));
}

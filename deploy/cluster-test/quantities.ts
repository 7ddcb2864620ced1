const FACTORS: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The value of one of Kubernetes' quantities: cores of `250m`, bytes of `64Mi`. Throws when it is none. */
export function parseQuantity(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = FACTORS[unit];
  if (number === '' || factor === undefined) throw new TypeError(`${text} is not a quantity`);
  return Number(number) * factor;
}

/** `0.25` cores as `250m`. */
export function showCores(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}

/** Bytes as `64 MiB`. */
export function showMemory(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

import { parseQuantity } from '../../local/src/hpa/quantity.ts';

/** The value of one of Kubernetes' quantities: cores of `250m`, bytes of `64Mi`. Throws when it is none. */
export function readQuantity(text: string): number {
  const value = parseQuantity(text);
  if (value === undefined) throw new TypeError(`${text} is not a quantity`);
  return value;
}

/** `0.25` cores as `250m`. */
export function showCores(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}

/** Bytes as `64 MiB`. */
export function showMemory(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

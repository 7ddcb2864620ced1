import * as keys from '../packages/ledger/src/keys.ts';
import { readText } from './project-files.ts';

export type NameBuilder = (...parts: never[]) => string;

/** What a builder of names makes of its own parameters' names: `{s<shard>}:order:<orderId>`. */
export function nameOf(build: NameBuilder): string {
  const parameters = /^\(([^)]*)\)/.exec(build.toString())?.[1] ?? '';
  const names = parameters.split(',').map((parameter) => `<${parameter.trim()}>`);
  return (build as (...parts: string[]) => string)(...names);
}

/** Every key and channel of the ledger; no patterns. */
export function ledgerKeys(): string[] {
  return Object.entries(keys).flatMap(([builder, value]: [string, unknown]) => {
    if (typeof value === 'string') return builder.endsWith('_KEY') ? [value] : [];
    // What keys begin with is no key.
    if (typeof value !== 'function' || builder.endsWith('Prefix')) return [];
    const name: unknown = nameOf(value as NameBuilder);
    // The others are fields of a key, the start of one, or take a name apart.
    const isKey = typeof name === 'string' && name.startsWith('{') && !/[*:]$/.test(name);
    return isKey ? [name] : [];
  });
}

/** The keys of the runtime, which are the affair of single files and so are read from their sources. */
export function runtimeKeys(): string[] {
  const files = ['packages/service/src/fleet/fleet.ts', 'packages/redis/src/request-count.ts'];
  return files.flatMap((file) => {
    const text = readText(file);
    return Array.from(text.matchAll(/['`](\{\w+\}:[^'`]*)['`]/g), (match) =>
      (match[1] ?? '').replaceAll(/\$\{(\w+)\}/g, '<$1>'),
    );
  });
}

/**
 * What CoreDNS keeps of the names of the cluster, read from its Corefile: it decides how long a
 * client may go on with an old address.
 */
export function describeDnsCache(corefile: string): string {
  const [, seconds, block = ''] = /^\s*cache(?:[ \t]+(\d+))?[ \t]*(\{[^}]*\})?[ \t]*$/m.exec(
    corefile,
  ) ?? [undefined, undefined];
  if (!/^\s*cache\b/m.test(corefile)) return 'no cache';
  const isOff = ['success', 'denial'].every((what) =>
    new RegExp(`disable ${what}(?: [^\\n]*\\bcluster\\.local\\b|\\s*$)`, 'm').test(block),
  );
  return isOff ? 'no cache for names of the cluster' : `cache of ${seconds ?? 'up to 3600'} s`;
}

const LONGEST = 64;

/** The id that a name suggests: "Nachtcafé Süd, Saal 2" is `nachtcafe-sued-saal-2`. '' if there is none. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => GERMAN[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
}

const GERMAN: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The id that a name suggests, with a number behind it if it is taken. */
export function freeId(name: string, taken: ReadonlySet<string>): string {
  const wanted = idOf(name);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const id = `${wanted.slice(0, LONGEST - suffix.length).replace(/-+$/, '')}${suffix}`;
    if (!taken.has(id)) return id;
  }
}

/** Where most people have their mail; a mistyped one of these is what the hint is for. */
const DOMAINS = [
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
  ...['yahoo.com', 'ymail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me'],
  ...[
    'protonmail.com',
    'pm.me',
    'mail.com',
    'email.com',
    'zoho.com',
    'fastmail.com',
    'hey.com',
    'mailbox.org',
  ],
  ...['posteo.de', 'gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.com', 'web.de', 't-online.de'],
  ...['freenet.de', 'arcor.de', 'outlook.de', 'hotmail.de', 'yahoo.de', 'live.de', 'icloud.de'],
  ...['orange.fr', 'wanadoo.fr', 'free.fr', 'sfr.fr', 'laposte.net', 'hotmail.fr', 'outlook.fr'],
  ...['yahoo.fr', 'live.fr', 'bbox.fr', 'neuf.fr', 'numericable.fr', 'bluewin.ch', 'hispeed.ch'],
  ...['sunrise.ch', 'a1.net', 'chello.at', 'aon.at', 'telenet.be', 'skynet.be', 'ziggo.nl'],
  ...['kpnmail.nl', 'hotmail.co.uk', 'yahoo.co.uk', 'outlook.co.uk', 'btinternet.com', 'sky.com'],
  ...['virginmedia.com', 'libero.it', 'tiscali.it', 'hotmail.it', 'yahoo.it', 'hotmail.es'],
  ...['yahoo.es', 'wp.pl', 'o2.pl', 'interia.pl', 'onet.pl', 'seznam.cz', 'comcast.net'],
  ...['verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net'],
];

/** Endings that are a slip of the finger, and exist nowhere or for nobody. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ...(['con', 'cmo', 'ocm', 'comm', 'coom', 'vom', 'xom', 'cpm', 'clm', 'comn'] as const).map(
    (ending) => [ending, 'com'] as const,
  ),
  ...(['nte', 'met', 'nett', 'ney'] as const).map((ending) => [ending, 'net'] as const),
  ...(['ogr', 'orgg'] as const).map((ending) => [ending, 'org'] as const),
]);

/** These have an address in most countries, so an ending of two letters is one, but for lost letters. */
const NATIONAL =
  /^(hotmail|yahoo|outlook|live|gmx|orange)\.(?!(co|cm|om|ne|nt)$)[a-z]{2}(\.[a-z]{2})?$/;

/**
 * The address that was probably meant, for a question that the buyer may ignore; undefined when
 * nothing looks mistyped. `ada@gmial.con` gives `ada@gmail.com`.
 */
export function suggestEmail(email: string): string | undefined {
  const text = email.trim();
  const at = text.lastIndexOf('@');
  if (at < 1) return undefined;
  const domain = text.slice(at + 1).toLowerCase();
  const meant = suggestDomain(domain);
  return meant === undefined ? undefined : `${text.slice(0, at)}@${meant}`;
}

function suggestDomain(domain: string): string | undefined {
  if (domain === '' || DOMAINS.includes(domain) || NATIONAL.test(domain)) return undefined;
  const repaired = repairEnding(domain);
  if (DOMAINS.includes(repaired)) return repaired;
  const near = nearest(repaired);
  if (near !== undefined) return near;
  return repaired === domain ? undefined : repaired;
}

function repairEnding(domain: string): string {
  const tidy = domain.replace(/[.,;]+$/, '').replaceAll(/[,;]|\.{2,}/g, '.');
  const dot = tidy.lastIndexOf('.');
  const ending = ENDINGS.get(tidy.slice(dot + 1));
  return dot < 1 || ending === undefined ? tidy : `${tidy.slice(0, dot)}.${ending}`;
}

// One slip, two in a long name. A domain that is short may well be another one that exists: of
// `gmx.de` and `web.de` only what is typed with the letters of the same length or the dot lost counts.
function nearest(domain: string): string | undefined {
  let found: string | undefined;
  let least = Infinity;
  for (const known of DOMAINS) {
    const most = known.length < 8 ? 0 : known.length < 11 ? 1 : 2;
    const distance = distanceOf(domain, known);
    const isDotLost = domain === known.replaceAll('.', '');
    if (!isDotLost && (distance > most || distance >= least)) continue;
    found = known;
    least = isDotLost ? 0 : distance;
  }
  return found;
}

/**
 * How many letters must be added, left out, replaced, or swapped with their neighbour to make one of
 * the other: the optimal string alignment distance, a Damerau-Levenshtein distance.
 */
export function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(
        (row[j - 1] ?? 0) + 1,
        (last[j] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

import type { Finding, Limit, RehearsalPlan, RehearsalReport } from '@onsale/contracts';

/** Broken if anything is; what nobody could look at says nothing. */
export function verdictOf(findings: readonly Pick<Finding, 'is'>[]): RehearsalReport['verdict'] {
  if (findings.some(({ is }) => is === 'broken')) return 'broken';
  return findings.some(({ is }) => is === 'unsure') ? 'unsure' : 'held';
}

/** The exit code of a command: 0 held, 1 broken, 0 as well where only times could not be judged. */
export function exitCodeOf({ verdict }: Pick<RehearsalReport, 'verdict'>): 0 | 1 {
  return verdict === 'broken' ? 1 : 0;
}

/** The verdict as somebody reads it who reads nothing else. */
export function summaryOf(report: {
  findings: readonly Finding[];
  counts: Readonly<Record<string, number>>;
  limits: readonly Limit[];
  plan: RehearsalPlan;
}): string {
  const { findings, counts, limits, plan } = report;
  const broken = findings.filter(({ is }) => is === 'broken');
  const number = (value: number) => value.toLocaleString('en');
  const sale = `${number(plan.people)} people came for ${number(plan.tickets)} tickets, and ${number(counts['confirmed'] ?? 0)} have one`;
  const [longest] = limits.toSorted((a, b) => b.toS - b.fromS - (a.toS - a.fromS));
  const [first] = broken;
  const verdict =
    first !== undefined
      ? `${broken.length === 1 ? 'One thing' : `${broken.length} things`} did not hold; the first: ${lower(first.what)} – ${first.found}`
      : findings.some(({ is }) => is === 'unsure')
        ? 'No promise was broken; how fast it was could not be judged on this machine'
        : 'Every promise was kept, and nobody waited too long';
  const limit = longest === undefined ? '' : ` The limit was ${longest.part}: ${longest.change}.`;
  return `${sale}. ${verdict}.${limit}`;
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

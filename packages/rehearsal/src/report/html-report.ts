import type { RehearsalReport } from '@onsale/contracts';
import { clockAt } from './clock-at.ts';
import { commandOf } from './command-of.ts';
import { escapeText as escaped } from './escape-text.ts';
import { type Chart, lineChart } from './line-chart.ts';
import { REPORT_STYLE } from './report-style.ts';
import { titleOf } from './titles.ts';

const WORDS = { held: 'held', broken: 'broken', unsure: 'unsure', 'left out': 'left out' } as const;
const VERDICTS = {
  held: 'It will hold',
  broken: 'It does not hold',
  unsure: 'Every promise held; times could not be judged',
} as const;

/** The report as one file that can be sent: nothing of it is elsewhere, and it runs no script. */
export function htmlReport(report: RehearsalReport): string {
  const { verdict, eventName, summary, startedAt, installation, plan, tookS } = report;
  const where =
    installation.kind === 'own'
      ? 'a separate site, started for this'
      : `the running installation at ${installation.url}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(eventName)}: ${VERDICTS[verdict]}</title><style>${REPORT_STYLE}</style></head>
<body><main><h1>${escaped(eventName)}</h1>
<p class="soft">${escaped(startedAt.slice(0, 16).replace('T', ' '))} UTC, against ${escaped(where)}; Onsale ${escaped(installation.version)}, ${installation.cores} cores</p>
<section class="verdict ${verdict}"><b>${VERDICTS[verdict]}</b><p>${escaped(summary)}</p></section>
<dl>${Object.entries(report.counts)
    .map(
      ([name, count]) =>
        `<div><dt>${escaped(name)}</dt><dd>${count.toLocaleString('en')}</dd></div>`,
    )
    .join(
      '',
    )}<div><dt>until nobody waited</dt><dd>${Math.floor(tookS / 60)}:${String(Math.round(tookS % 60)).padStart(2, '0')}</dd></div></dl>
<h2>What was the limit, and what to change</h2>${limitsOf(report)}
<h2>The sale, second by second</h2><p class="soft">Minutes since the line opened, the dashed line.${report.kills.length > 0 ? ' Red lines: a part was killed.' : ''}</p>
<div class="charts">${chartsOf(report).map(lineChart).join('')}</div>
<h2>The promises</h2>${[1, 2, 3, 4, 5, 6].map((promise) => findingsOf(report, promise)).join('')}
<h2>Times</h2>${timesOf(report)}${findingsOf(report, 0)}
${killsOf(report)}
<h2>The same again</h2><p><code>${escaped(commandOf(plan, installation.kind))}</code></p>
</main></body></html>
`;
}

function limitsOf(report: RehearsalReport): string {
  if (report.limits.length === 0) return '<p>Nothing was at its end for long.</p>';
  const items = report.limits.map(
    ({ part, fromS, toS, why, change }) =>
      `<li><b>${escaped(part)}</b> from ${clockAt(report, fromS)} to ${clockAt(report, toS)}: ${escaped(why)}. <br>→ ${escaped(change)}.</li>`,
  );
  return `<ul class="limits">${items.join('')}</ul>`;
}

function findingsOf({ findings }: RehearsalReport, promise: number): string {
  const own = findings.filter((finding) => finding.promise === promise);
  if (own.length === 0) return '';
  const items = own.map(
    ({ what, is, found, from }) =>
      `<li class="${is.split(' ')[0]}"><b>${WORDS[is]}</b><span>${escaped(what)}</span>` +
      `<small>${escaped(found)}${from.length > 0 ? ` · counted at: ${escaped(from.join(', '))}` : ''}</small></li>`,
  );
  return `<h3>${titleOf(promise)}</h3><ul>${items.join('')}</ul>`;
}

function timesOf({ times }: RehearsalReport): string {
  const rows = times.map(
    ({ what, p50Ms, p99Ms, mostMs }) =>
      `<tr><td>${escaped(what)}</td><td>${ms(p50Ms)}</td><td>${ms(p99Ms)}</td><td>${mostMs === undefined ? '' : ms(mostMs)}</td></tr>`,
  );
  return `<div class="scroll"><table><tr><th></th><th>half within</th><th>99 of 100</th><th>at most</th></tr>${rows.join('')}</table></div>`;
}

function killsOf(report: RehearsalReport): string {
  if (report.kills.length === 0) return '';
  const items = report.kills.map(
    ({ part, atS, awayS }) =>
      `<li><b>${escaped(part)}</b><span>at ${clockAt(report, atS)}, back after ${awayS} s</span></li>`,
  );
  return `<h2>What was killed</h2><ul>${items.join('')}</ul>`;
}

function ms(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

/** Parts that used this many cores at some time are told apart. */
const SHOWN_CORES = 0.03;
const MOST_PARTS = 8;

function chartsOf({ seconds, kills }: RehearsalReport): Chart[] {
  const atS = seconds.map((second) => second.atS);
  const marks = kills.map(({ atS: at, part }) => ({ atS: at, name: `${part} killed` }));
  const most = (part: string) => Math.max(...seconds.map(({ cpu }) => cpu[part] ?? 0));
  const parts = [...new Set(seconds.flatMap(({ cpu }) => Object.keys(cpu)))]
    .filter((part) => most(part) >= SHOWN_CORES)
    .toSorted((a, b) => most(b) - most(a))
    .slice(0, MOST_PARTS);
  const of = (pick: (second: (typeof seconds)[number]) => number) => seconds.map(pick);
  return [
    {
      ...{ title: 'Waiting', unit: 'people in the lobby and in line', atS, marks },
      series: [{ name: 'waiting', values: of(({ waiting }) => waiting) }],
    },
    {
      ...{ title: 'Admitted and served', unit: 'a second', atS, marks },
      series: [
        { name: 'turns begun', values: of(({ admitted }) => admitted) },
        { name: 'orders taken', values: of(({ ordered }) => ordered) },
        { name: 'orders confirmed', values: of(({ confirmed }) => confirmed) },
      ],
    },
    {
      ...{ title: 'How slow', unit: 'ms', atS, marks },
      series: [
        { name: '99 of 100 answers within', values: of(({ slowMs }) => slowMs) },
        { name: 'the simulator was late by', values: of(({ lagMs }) => lagMs) },
      ],
    },
    {
      ...{ title: 'What used the machine', unit: 'cores', atS, marks },
      series: parts.map((part) => ({ name: part, values: of(({ cpu }) => cpu[part] ?? 0) })),
    },
    {
      ...{
        title: 'Backlog and refusals',
        unit: 'orders waiting for a worker; answers with 503',
        atS,
        marks,
      },
      series: [
        { name: 'backlog', values: of(({ backlog = 0 }) => backlog) },
        { name: 'refused with 503', values: of(({ refused }) => refused) },
      ],
    },
  ];
}

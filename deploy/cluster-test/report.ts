import type { Environment } from './environment.ts';

/** One thing that was looked at, and how it was. */
export interface Check {
  what: string;
  passed: boolean;
  seen: string;
}

export type Outcome = 'passed' | 'failed' | 'skipped';

export interface StepResult {
  name: string;
  title: string;
  outcome: Outcome;
  seconds: number;
  checks: Check[];
  /** What was measured, by name, in the order in which it was. */
  figures: Record<string, string>;
  /** In Markdown. */
  tables: string[];
  /** Why it ended early: what went wrong, or why it can't be done here. */
  reason?: string;
}

export interface Report {
  at: string;
  environment: Environment;
  steps: StepResult[];
}

/** Whether nothing failed. */
export function hasPassed({ steps }: Report): boolean {
  return steps.every(({ outcome }) => outcome !== 'failed');
}

/** The report as a page in Markdown. */
export function renderReport(report: Report): string {
  const { environment, steps, at } = report;
  return [
    `# Cluster test: ${hasPassed(report) ? 'passed' : 'FAILED'}`,
    [
      `- ${at.slice(0, 16).replace('T', ' ')} UTC, commit ${environment.commit}`,
      `- Kubernetes ${environment.version}; ${environment.nodes.length} nodes: ${environment.nodes.join(', ')}`,
      `- DNS: ${environment.dnsCache}; buyers come in by ${environment.door}`,
    ].join('\n'),
    summaryTable(steps),
    ...steps.map(renderStep),
  ]
    .join('\n\n')
    .concat('\n');
}

/** One row for each step. */
export function summaryTable(steps: readonly StepResult[]): string {
  return [
    '| step | result | seconds | figures |',
    '| --- | --- | --: | --- |',
    ...steps.map(
      ({ name, outcome, seconds, figures, reason }) =>
        `| ${name} | ${outcome} | ${Math.round(seconds)} | ${cell(figures, reason)} |`,
    ),
  ].join('\n');
}

function cell(figures: Readonly<Record<string, string>>, reason: string | undefined): string {
  const all = Object.entries(figures).map(([name, value]) => `${name}: ${value}`);
  const text = all.length > 0 ? all.join('; ') : (reason?.split('\n')[0] ?? '');
  return text.replaceAll('|', '\\|');
}

function renderStep({ name, title, outcome, checks, tables, reason }: StepResult): string {
  const lines = [
    ...(reason === undefined
      ? []
      : [
          reason
            .split('\n')
            .map((line) => `> ${line}`)
            .join('\n'),
          '',
        ]),
    ...checks.map(
      ({ what, passed, seen }) => `- ${passed ? 'yes' : '**NO**'}: ${what}${seen && ` (${seen})`}`,
    ),
    ...tables.map((table) => `\n${table}`),
  ];
  return [`## ${name}: ${outcome}`, `${title}.`, lines.join('\n')].join('\n\n').trimEnd();
}

import { readdirSync, readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

const DOCS = new URL('../../', import.meta.url);

/** The four doors, each with the pages behind it. */
const doors: DefaultTheme.SidebarItem[] = [
  door('Sell your first event', 'sell', [
    ['The office', 'office'],
    ['Events', 'events'],
    ['Codes', 'codes'],
    ['Waiting room', 'waiting-room'],
    ['Payments', 'payments'],
    ['Tickets and mails', 'delivery'],
    ['At the entrance', 'entrance'],
  ]),
  door('Use the API', 'api', [
    ['Browse and buy', 'reference/ticket-purchase'],
    ['Wait in line', 'reference/waiting-room'],
    ['Pay', 'reference/payments'],
    ['Tickets', 'reference/delivery'],
    ['Office', 'reference/office'],
    ['Operations', 'reference/operations'],
    ['Make load', 'reference/workload'],
    ['JSON in Redis', 'reference/redis-crud'],
    ['Errors', 'errors'],
  ]),
  door('Run it', 'run', [
    ['Configuration', 'configuration'],
    ['Containers', 'containers'],
    ['Kubernetes', 'kubernetes'],
    ['Upgrading', 'upgrading'],
    ['Releasing', 'releasing'],
    ['Admin command', 'admin'],
    ['Rehearsal', 'rehearsal'],
    ['Reliability', 'reliability'],
    ['Observability', 'observability'],
    ['Metrics', 'metrics'],
    ['Capacity', 'capacity'],
    ['Personal data', 'personal-data'],
    ['Retention', 'retention'],
    ['Records', 'records'],
  ]),
  door('Change it', 'change', [
    ['Architecture', 'ARCHITECTURE'],
    ['Glossary', 'glossary'],
    ['Data model', 'data-model'],
    ['Frontend', 'frontend'],
    ['Bank', 'bank'],
    ['Database API', 'database-api'],
    ['Workload generator', 'workload-generator'],
    ['Laboratory', 'laboratory'],
    ['Benchmarks', 'benchmarks'],
    ['Performance', 'performance'],
    ['Decisions', 'decisions/'],
  ]),
];

/** The doors; a page that stands behind none of them yet is found below. */
export const sidebar = [...doors, ...remaining()];

function remaining(): DefaultTheme.SidebarItem[] {
  const named = new Set(
    doors.flatMap(({ link, items = [] }) => [link, ...items.map((each) => each.link)]),
  );
  return readdirSync(DOCS)
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => ({ text: titleOf(file), link: `/${file.replace('.md', '')}` }))
    .filter(({ link }) => !named.has(link));
}

function titleOf(file: string): string {
  const page = readFileSync(new URL(file, DOCS), 'utf8');
  return /^# (.*)$/m.exec(page)?.[1] ?? file;
}

function door(text: string, link: string, pages: [string, string][]): DefaultTheme.SidebarItem {
  const items = pages.map(([title, page]) => ({ text: title, link: `/${page}` }));
  return { text, link: `/${link}`, collapsed: true, items };
}

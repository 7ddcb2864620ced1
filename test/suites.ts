import { matchesGlob } from 'node:path';
import { listFiles } from './project-files.ts';

/** A part of the tests that is run by itself. */
export interface Suite {
  /** What its tests are. */
  about: string;
  /** Its files, as patterns. */
  files: readonly string[];
  /** Files of these patterns that stay in `npm test`, where they protect a promise in a short form. */
  butNot?: readonly string[];
}

/**
 * The long suites: whole stories, that take minutes and that a change of code seldom breaks without
 * breaking something shorter. They are run every night and before a release; `npm test` runs
 * all files that none of them names, so that a new file is run at every commit.
 */
export const LONG_SUITES: Readonly<Record<string, Suite>> = {
  pages: {
    about: 'journeys through the pages in a browser',
    files: ['apps/*/e2e/**/*.test.ts', 'services/bank/test/pages/pages.test.ts'],
    butNot: [
      'apps/shop/e2e/{shop,pay,order,weight}.test.ts',
      'apps/line/e2e/line.test.ts',
      'apps/console/e2e/sale.test.ts',
      'apps/checkin/e2e/offline.test.ts',
    ],
  },
  operations: {
    about: 'what an operator does: start and stop, commands, installation, scaling',
    files: [
      'admin/test/**/*.test.ts',
      'local/test/{start-*,autoscaler,scaled-*,local-payments}.test.ts',
      'deploy/test/{manifests,chart,chart-values,redis-users}.test.ts',
      'packages/testing/test/postgres-server.test.ts',
      'test/{archived-season,light-start,monitoring}.test.ts',
    ],
    butNot: ['admin/test/{audit-server,export-*}.test.ts'],
  },
  faults: {
    about: 'processes, servers and networks that fail, in every scenario of `npm run faults`',
    files: [
      'faults/test/{scenarios,whole-parts}.test.ts',
      '{packages,services}/*/test/**/killed*.test.ts',
      'services/frontend/test/nginx-{hanging,slow-bodies}.test.ts',
      'services/waiting-room/test/trouble.test.ts',
      'packages/redis/test/cluster/sentinel.test.ts',
    ],
  },
  load: {
    about: 'benchmarks in a tiny form, and loads of the laboratory',
    files: [
      'bench/test/smoke.test.ts',
      'services/workload-generator/test/{load-runs,real-shop,command-line,rehearsal/rehearsals}.test.ts',
      'services/workload-generator/test/search/scale-pilot.test.ts',
    ],
  },
};

/** These start containers, which not every machine can: `npm run images:test`. */
export const IMAGE_TESTS = 'deploy/images/test/*.test.ts';

/** All files with tests. */
export function listTests(): string[] {
  return listFiles().filter((file) => file.endsWith('.test.ts'));
}

/** The long suites that a file is part of: none, or one. */
export function suitesOf(file: string): string[] {
  const isIn = ({ files, butNot = [] }: Suite) => matches(file, files) && !matches(file, butNot);
  return Object.keys(LONG_SUITES).filter((name) => isIn(LONG_SUITES[name] as Suite));
}

/** The files of a long suite, or without one of `npm test`. */
export function filesOf(suite: string | undefined): string[] {
  const tests = listTests().filter((file) => !matchesGlob(file, IMAGE_TESTS));
  return tests.filter((file) => suitesOf(file)[0] === suite).toSorted();
}

function matches(file: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesGlob(file, pattern));
}

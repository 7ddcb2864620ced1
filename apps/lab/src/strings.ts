import type { LoadOutcome, LoadState } from '@onsale/api-client';
import { booksText } from './strings/books.ts';
import { chartsText } from './strings/charts.ts';
import { controlsText } from './strings/controls.ts';
import { crowdText } from './strings/crowd.ts';
import { fleetText } from './strings/fleet.ts';
import { runText } from './strings/run.ts';
import { runsText } from './strings/runs.ts';
import { OUTCOMES, verdictText } from './strings/verdict.ts';
import { watchText } from './strings/watch.ts';

/** Every word of the laboratory: here those of the page, in strings/ those of its parts. */
export const labText = {
  brand: 'Onsale',
  shop: 'To the shop',
  licences: 'Licences',
  skip: 'Skip to the content',
  windowTitle: 'Laboratory · Onsale',
  title: 'Load laboratory',

  states: {
    idle: 'Nothing running',
    running: 'Running',
    settling: 'Settling',
    finished: 'Finished',
    interrupted: 'Interrupted',
  } satisfies Record<LoadState, string>,
  statesLong: {
    idle: 'Nothing has run since the generator started. Set a rate and start, or choose a preset.',
    running: 'Requests are sent on schedule, whatever happens to earlier ones.',
    settling: 'All requests have been sent. Waiting for the orders that are followed to settle.',
    finished: 'The run is over. Its figures stay until the next one.',
    interrupted: 'The generator was killed during this run. Its figures are from shortly before.',
  } satisfies Record<LoadState, string>,
  runBar: 'Run',
  unheard: 'Listening …',
  unheardLong: 'No word from the load generator yet.',
  lastKnown: 'This is the last word from the load generator.',
  run: (runId: string) => `run ${runId}`,
  runProgress: 'Progress of the run',
  started: 'The run has started.',
  ended: (outcome: LoadOutcome) => `The run has ended: ${OUTCOMES[outcome].toLowerCase()}.`,

  ...controlsText,
  ...runText,
  ...watchText,
  ...chartsText,
  ...verdictText,
  ...fleetText,
  ...crowdText,
  ...booksText,
  ...runsText,
} as const;

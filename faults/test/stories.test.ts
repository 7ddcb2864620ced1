import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { verdictLine } from '../src/results-table.ts';
import { runStory } from '../src/run-story.ts';
import { STORIES } from '../src/stories.ts';
import { isKept } from '../src/story.ts';

for (const story of STORIES) {
  test(`${story.fault}: ${story.promise}`, async (context) => {
    const seed = randomInt(2 ** 31);
    context.diagnostic(`npm run faults -- ${story.name} --quick --seed ${seed}`);
    const outcome = await runStory(story, { seed, quick: true, say: () => undefined });
    assert.ok(isKept(outcome), verdictLine({ story, seed, outcome }));
    assert.ok(outcome.check.orders > 0);
  });
}

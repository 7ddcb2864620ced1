import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED as seed } from '@onsale/testing';
import { verdictLine } from '../src/results-table.ts';
import { runStory } from '../src/run-story.ts';
import { hasRevision } from '../src/checkout.ts';
import { STORIES } from '../src/stories.ts';
import { isKept } from '../src/story.ts';

// A shallow clone has no previous commit to upgrade from.
const hasHistory = await hasRevision('HEAD~1');

for (const story of STORIES) {
  const skip = story.name === 'rolling-upgrade' && !hasHistory ? 'the clone is shallow' : false;
  test(`${story.fault}: ${story.promise}`, { skip }, async () => {
    const outcome = await runStory(story, { seed, quick: true, say: () => undefined });
    assert.ok(isKept(outcome), verdictLine({ story, seed, outcome }));
    assert.ok(outcome.check.orders > 0);
  });
}

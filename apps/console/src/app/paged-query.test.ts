import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient, InfiniteQueryObserver } from '@tanstack/react-query';
import { pagedQuery } from './paged-query.ts';

const POLL_MS = 5000;

test('goes from page to page by what each names, until one names none', async () => {
  const asked: (string | undefined)[] = [];
  const observer = observe(async ({ cursor }) => {
    asked.push(cursor);
    return await Promise.resolve(cursor === undefined ? { nextCursor: 'second' } : {});
  });
  await observer.refetch();
  const { hasNextPage } = await observer.fetchNextPage();
  assert.deepEqual(asked, [undefined, 'second']);
  assert.equal(hasNextPage, false);
});

test('is asked anew by itself only while nobody has gone past its first page', async () => {
  const observer = observe(async () => await Promise.resolve({ nextCursor: 'next' }));
  const pause = () => {
    const { refetchInterval } = observer.options;
    assert.ok(typeof refetchInterval === 'function');
    return refetchInterval(observer.getCurrentQuery());
  };
  await observer.refetch();
  assert.ok(Number(pause()) > 0);
  await observer.fetchNextPage();
  assert.equal(pause(), false);
});

function observe(readPage: (page: { cursor?: string }) => Promise<{ nextCursor?: string }>) {
  const options = pagedQuery({ queryKey: ['list'], readPage, pollMs: POLL_MS });
  return new InfiniteQueryObserver(new QueryClient(), options);
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BatchQueue } from '../../src/batch-queue/batch-queue.ts';

interface Batch {
  items: readonly number[];
  done: () => void;
}

/** A queue whose batches stay in flight until finished by the test. */
function openQueue(maxBatch = 256) {
  const batches: Batch[] = [];
  const send = (items: readonly number[]) =>
    new Promise<number[]>((resolve) => {
      batches.push({ items, done: () => resolve(items.map((item) => item * 2)) });
    });
  const queue = new BatchQueue(send, { maxBatch });
  let done = 0;
  return {
    queue,
    addMany: (count: number) => {
      for (let i = 0; i < count; i += 1) void queue.add(i);
    },
    sizes: () => batches.map((batch) => batch.items.length),
    /** Finishes the oldest batch in flight and lets the queue notice. */
    finishOldest: async () => {
      batches[done]?.done();
      done += 1;
      await turn();
    },
  };
}

describe('a batch queue', () => {
  it('gives each item its own result', async () => {
    const { queue, finishOldest } = openQueue();
    const results = Promise.all([queue.add(3), queue.add(4)]);
    await finishOldest();
    await finishOldest();
    assert.deepEqual(await results, [6, 8]);
  });

  it('rejects exactly the items of a failed batch', async () => {
    let calls = 0;
    const queue = new BatchQueue(
      async (items: readonly number[]) => {
        calls += 1;
        if (calls === 1) throw new Error('lost');
        return calls === 2 ? items : [];
      },
      { maxBatch: 10 },
    );
    await assert.rejects(queue.add(1), /lost/);
    assert.equal(await queue.add(2), 2);
    await assert.rejects(queue.add(3), /a batch of 1 got 0 results/);
  });

  it('sends a single item at once', () => {
    const { addMany, sizes } = openQueue();
    addMany(1);
    assert.deepEqual(sizes(), [1]);
  });

  it('has two batches in flight and sends what arrives meanwhile as one', async () => {
    const { addMany, sizes, finishOldest } = openQueue();
    addMany(10);
    assert.deepEqual(sizes(), [1, 1]);
    await finishOldest();
    assert.deepEqual(sizes(), [1, 1, 8]);
  });

  it('sends no more than the largest batch', async () => {
    const { addMany, sizes, finishOldest } = openQueue(4);
    addMany(12);
    await finishOldest();
    assert.deepEqual(sizes(), [1, 1, 4]);
    await finishOldest();
    assert.deepEqual(sizes(), [1, 1, 4, 4]);
  });

  describe('after a peak of eight', () => {
    async function openUsedQueue() {
      const opened = openQueue();
      opened.addMany(8);
      for (let i = 0; i < 3; i += 1) await opened.finishOldest();
      assert.ok(opened.queue.isIdle);
      assert.deepEqual(opened.sizes().splice(0, 3), [1, 1, 6]);
      return { ...opened, sizes: () => opened.sizes().slice(3) };
    }

    it('sends items of one turn together while nothing is in flight', async () => {
      const { addMany, sizes } = await openUsedQueue();
      addMany(3);
      assert.deepEqual(sizes(), []);
      await turn();
      assert.deepEqual(sizes(), [3]);
    });

    it('sends the next batch as soon as half the peak is waiting, even mid-turn', async () => {
      const { addMany, sizes } = await openUsedQueue();
      addMany(4);
      assert.deepEqual(sizes(), [4]);
      addMany(3);
      await turn();
      assert.deepEqual(sizes(), [4]);
      addMany(1);
      assert.deepEqual(sizes(), [4, 4]);
    });

    it('does not wait for more once nothing is in flight', async () => {
      const { addMany, sizes, finishOldest, queue } = await openUsedQueue();
      addMany(4);
      addMany(2);
      await finishOldest();
      assert.deepEqual(sizes(), [4, 2]);
      assert.ok(!queue.isIdle);
      await finishOldest();
      assert.ok(queue.isIdle);
    });
  });

  it('forgets a peak that does not recur', async () => {
    const { addMany, sizes, finishOldest } = openQueue();
    addMany(200);
    for (let i = 0; i < 3; i += 1) await finishOldest();
    for (let i = 0; i < 500; i += 1) {
      addMany(1);
      await turn();
      await finishOldest();
    }
    const before = sizes().length;
    addMany(2);
    assert.deepEqual(sizes().slice(before), [1, 1]);
  });

  for (const crowd of [2, 5, 64, 300]) {
    it(`serves a recurring crowd of ${crowd} in two halves`, async () => {
      const { addMany, sizes, finishOldest } = openQueue();
      addMany(crowd);
      let finished = 0;
      const finish = async () => {
        await finishOldest();
        // Whoever gets a result asks again.
        addMany(sizes()[finished] ?? 0);
        finished += 1;
      };
      for (let i = 0; i < 20; i += 1) await finish();
      const last = sizes().slice(-6);
      const half = crowd / 2;
      for (const size of last) assert.ok(Math.abs(size - half) <= 1, `sizes ${last.join(', ')}`);
    });
  }
});

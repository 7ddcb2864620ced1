import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the answer is what a test waits for, where the system offers no event
 * to wait for (the state of another process). Rejects after `timeoutMs` with the last answer; that
 * is only for what will never be, and longer than anything takes on a busy machine.
 */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isDone: (answer: Answer) => boolean,
  timeoutMs = 120_000,
): Promise<Answer> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`still not so after ${timeoutMs} ms: ${JSON.stringify(answer)}`);
    }
    await delay(20);
  }
}

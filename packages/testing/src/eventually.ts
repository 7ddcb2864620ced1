import { setTimeout as delay } from 'node:timers/promises';

/**
 * Polls until the answer is what a test waits for, where there is no event to wait for (the state
 * of another process). Rejects with the last answer after `timeoutMs`, which is longer than
 * anything takes on a busy machine.
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
      throw new Error(`still not true after ${timeoutMs} ms: ${JSON.stringify(answer)}`);
    }
    await delay(20);
  }
}

import { randomInt } from 'node:crypto';

/** The seed of all randomness in `npm test`, so that every run tries the same. */
const FIXED_SEED = 1;

/**
 * The seed of random tests: of fast-check, the scenarios of `faults` and the fuzzer. `TEST_SEED` in the
 * environment is another one; with `TEST_SEED=random`, as at night, it is new and printed.
 */
export const TEST_SEED = chooseSeed(process.env['TEST_SEED']);

function chooseSeed(wanted: string | undefined): number {
  if (wanted === undefined || wanted === '') return FIXED_SEED;
  if (wanted === 'random') {
    const seed = randomInt(2 ** 31);
    process.stderr.write(`to repeat this run: TEST_SEED=${seed}\n`);
    return seed;
  }
  if (!/^\d{1,10}$/.test(wanted)) {
    throw new Error(`TEST_SEED must be a whole number or "random", not ${JSON.stringify(wanted)}`);
  }
  return Number(wanted);
}

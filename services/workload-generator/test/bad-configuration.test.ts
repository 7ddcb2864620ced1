import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startGenerator } from './start-generator.ts';
import { startShop, type StandInShop } from './stand-in-shop.ts';

let shop: StandInShop;
let generator: ReturnType<typeof startGenerator>;
before(async () => {
  shop = await startShop();
  generator = startGenerator(shop.url, { MAX_RPS: 5000, MAX_DURATION_S: 600 });
  await generator.call('POST', '/start', { rps: 20, durationS: 600 });
});
after(async () => {
  await generator.close();
  await shop.close();
});

const stage = { rps: 1, durationS: 1 };
const BAD: [what: string, path: string, body: unknown][] = [
  ['a negative rate', 'rps', { rps: -1 }],
  ['a rate as text', 'rps', { rps: '100' }],
  ['a rate above MAX_RPS', 'rps', { rps: 5001 }],
  ['a rate that is not a number', 'rps', { rps: Number.NaN }],
  ['an endless rate', 'rps', { rps: Infinity }],
  ['a run that is too long', 'durationS', { durationS: 601 }],
  ['a run without a length', 'durationS', { durationS: 0 }],
  ['an unknown profile', 'profile', { profile: 'wave' }],
  ['a stage without a length', 'stages[1].durationS', { stages: [stage, { rps: 1 }] }],
  ['a stage above MAX_RPS', 'stages[0].rps', { stages: [{ rps: 6000, durationS: 1 }] }],
  ['ten thousand stages', 'stages', { stages: Array.from({ length: 2000 }, () => stage) }],
  ['stages that last too long', 'stages', { stages: [stage, { rps: 1, durationS: 600 }] }],
  ['the profile stages without any', 'stages', { profile: 'stages' }],
  ['a ticket that is not on sale', 'mix[0].ticketId', { mix: [{ ticketId: 'none', qty: 1 }] }],
  ['a mix of no tickets', 'mix[0].qty', { mix: [{ ticketId: 'standing', qty: 0 }] }],
  ['a share above 1', 'shares.readers', { shares: { readers: 2 } }],
  ['shares above 1 together', 'shares', { shares: { readers: 0.6, duplicates: 0.6 } }],
  ['a part that is none', 'part.index', { part: { index: 2, of: 2 } }],
  ['a negative threshold', 'thresholds.p99Ms', { thresholds: { p99Ms: -1 } }],
  ['a field of nobody', 'target', { target: 'http://elsewhere' }],
  ['a list instead of fields', 'body', [1]],
];

for (const [what, path, body] of BAD) {
  it(`${what} is refused at ${path}, and the running load goes on untouched`, async () => {
    const before = (await generator.call('GET', '/config')).body;
    const { runId } = generator.stats();
    for (const [method, url] of [
      ['PUT', '/config'],
      ['PATCH', '/config'],
      ['POST', '/start'],
    ] as const) {
      const { status, body: answer } = await generator.call(method, url, body);
      assert.equal(status, 400, `${method} ${url}: ${JSON.stringify(answer)}`);
      assert.equal(answer.details[0].path, path);
      assert.notEqual(answer.error, '');
    }
    assert.deepEqual((await generator.call('GET', '/config')).body, before);
    const stats = generator.stats();
    assert.equal(stats.runId, runId);
    assert.equal(stats.state, 'running');
    assert.equal(stats.plannedS, 600);
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FleetRecord } from '../../src/fleet/fleet-record.ts';
import { gatewayFleet } from './made-up-fleet.ts';

describe('the record of a fleet', () => {
  it('has a moment a second, with rates by the clock of the target', () => {
    const record = new FleetRecord();
    record.add(gatewayFleet(['a'], { atS: 10, placed: 100 }), 0.9);
    record.add(gatewayFleet(['a'], { atS: 12, placed: 150, cpuShare: 0.12345 }), 1.9);
    const { moments = [], changes } = record.report() ?? {};
    assert.partialDeepStrictEqual(moments, [
      { atS: 0.9, placed: null, waiting: 3 },
      { atS: 1.9, placed: 25, services: [{ service: 'gateway', living: 1, cpuShare: 0.123 }] },
    ]);
    assert.deepEqual(changes, []);
  });

  it('notes who came and went, and that one was replaced', () => {
    const record = new FleetRecord();
    const reason = 'cpu 83 % of 60 % → 2 wanted';
    const looks = [['a'], ['a', 'b'], ['a', 'c']];
    for (const [i, names] of looks.entries()) record.add(gatewayFleet(names, { reason }), i);
    assert.deepEqual(record.report()?.changes, [
      { atS: 1, service: 'gateway', from: 1, to: 2, came: 1, went: 0, reason },
      { atS: 2, service: 'gateway', from: 2, to: 2, came: 1, went: 1, reason },
    ]);
  });

  it('stays small in a long run, and still says the rates of the spans that are left', () => {
    const record = new FleetRecord();
    for (let s = 0; s < 10_000; s++) {
      record.add(gatewayFleet([`instance-${s % 2}`], { atS: s, placed: s * 7 }), s);
    }
    const { moments = [], changes = [] } = record.report() ?? {};
    assert.ok(moments.length > 500 && moments.length <= 1200, String(moments.length));
    assert.equal(changes.length, 500);
    assert.ok((moments.at(-1)?.atS ?? 0) > 9900);
    assert.ok(moments.every(({ placed }) => placed === null || placed === 7));
  });

  it('says nothing of rates when the totals were set back', () => {
    const record = new FleetRecord();
    record.add(gatewayFleet(['a'], { atS: 1, placed: 100 }), 1);
    record.add(gatewayFleet(['a'], { atS: 2, placed: 5 }), 2);
    assert.equal(record.report()?.moments[1]?.placed, null);
  });

  it('is nothing when nothing was seen', () => {
    assert.equal(new FleetRecord().report(), undefined);
  });
});

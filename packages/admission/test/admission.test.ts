import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AdmissionKeys,
  newPlace,
  PLACE,
  readCookie,
  signAdmission,
  signPlace,
  verifyAdmission,
  verifyPlace,
} from '../src/index.ts';

const OLD = 'an-old-secret-of-more-than-thirty-two-characters';
const NEW = 'a-new-secret-of-more-than-thirty-two-characters';
const keys = new AdmissionKeys([OLD]);
const nowMs = 1_800_000_000_000;
const place = newPlace();
const admission = { eventId: 'fair', place, expiresAtMs: nowMs + 1000 };
const asked = { eventId: 'fair', place, nowMs };

/** The text with another character at this position. */
function changed(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

describe('the cookie of a place', () => {
  it('names the place that was signed', () => {
    assert.match(place, PLACE);
    assert.equal(verifyPlace(keys, signPlace(keys, place)), place);
  });

  it('names none once any of its characters was changed', () => {
    const cookie = signPlace(keys, place);
    for (let at = 0; at < cookie.length; at += 1) {
      assert.equal(verifyPlace(keys, changed(cookie, at)), undefined, `character ${at}`);
    }
    for (const bad of [undefined, '', cookie.slice(1), `${cookie}x`, `${cookie}.x`]) {
      assert.equal(verifyPlace(keys, bad), undefined);
    }
  });

  it('is found among others', () => {
    assert.equal(readCookie('a=1; onsale_place=x.y; b=2', 'onsale_place'), 'x.y');
    assert.equal(readCookie('xonsale_place=1', 'onsale_place'), undefined);
    assert.equal(readCookie(undefined, 'onsale_place'), undefined);
  });
});

describe('an admission', () => {
  const token = signAdmission(keys, admission);

  it('admits its place to its event until it ends', () => {
    assert.deepEqual(verifyAdmission(keys, token, asked), admission);
    assert.deepEqual(verifyAdmission(keys, token, { ...asked, nowMs: nowMs + 999 }), admission);
    assert.equal(verifyAdmission(keys, token, { ...asked, nowMs: nowMs + 1000 }), 'expired');
  });

  it('admits nobody else', () => {
    assert.equal(verifyAdmission(keys, undefined, asked), 'missing');
    assert.equal(verifyAdmission(keys, 'x', asked), 'malformed');
    assert.equal(verifyAdmission(keys, token, { ...asked, eventId: 'gala' }), 'other-event');
    assert.equal(verifyAdmission(keys, token, { ...asked, place: undefined }), 'no-place');
    assert.equal(verifyAdmission(keys, token, { ...asked, place: newPlace() }), 'forged');
  });

  it('admits nobody once any of its characters was changed', () => {
    for (let at = 0; at < token.length; at += 1) {
      assert.equal(typeof verifyAdmission(keys, changed(token, at), asked), 'string', `${at}`);
    }
  });

  it('is none that was signed for another purpose', () => {
    const { mac } = keys.sign('place', `fair ${place} ${admission.expiresAtMs}`);
    const [event, expires, keyId] = token.split('.');
    assert.equal(verifyAdmission(keys, [event, expires, keyId, mac].join('.'), asked), 'forged');
  });
});

describe('keys', () => {
  it('are rotated without turning anybody away', () => {
    const both = new AdmissionKeys([NEW, OLD]);
    const before = signAdmission(keys, admission);
    assert.deepEqual(verifyAdmission(both, before, asked), admission);
    const after = signAdmission(both, admission);
    assert.deepEqual(verifyAdmission(new AdmissionKeys([OLD, NEW]), after, asked), admission);
    assert.equal(verifyAdmission(keys, after, asked), 'forged');
    assert.equal(verifyAdmission(new AdmissionKeys([NEW]), before, asked), 'forged');
  });

  it('must be there', () => {
    assert.throws(() => new AdmissionKeys([]), RangeError);
  });
});

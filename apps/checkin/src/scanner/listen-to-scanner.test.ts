import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { listenToScanner } from './listen-to-scanner.ts';

const TICKET = '04ZK9Q3XM2D7'.repeat(12);

interface Key {
  code: string;
  key: string;
  shiftKey?: boolean;
}

/** A keyboard of which the test decides when a key is pressed, and the field that has the focus. */
function startKeyboard() {
  const codes: string[] = [];
  const field = Object.assign(new EventTarget(), { value: 'Mül' });
  let atMs = 1000;
  const inputs: string[] = [];
  field.addEventListener('input', () => inputs.push(field.value));
  const stop = listenToScanner(field, (code) => codes.push(code));
  const press = (key: Key, gapMs: number): boolean => {
    atMs += gapMs;
    mock.timers.tick(gapMs);
    const event = new Event('keydown', { cancelable: true });
    const { code, shiftKey = false } = key;
    const of = { code, key: key.key, shiftKey, timeStamp: atMs };
    for (const [name, value] of Object.entries(of)) Object.defineProperty(event, name, { value });
    field.dispatchEvent(event);
    if (!event.defaultPrevented && key.key.length === 1) field.value += key.key;
    return event.defaultPrevented;
  };
  const type = (text: string, gapMs: number) => {
    for (const character of text) press(keyOf(character), gapMs);
  };
  return { codes, field, inputs, press, type, stop };
}

function keyOf(character: string): Key {
  if (/[0-9]/.test(character)) return { code: `Digit${character}`, key: character };
  if (/[A-Z]/.test(character)) return { code: `Key${character}`, key: character, shiftKey: true };
  if (character === '-') return { code: 'Minus', key: '-' };
  return { code: `Key${character.toUpperCase()}`, key: character };
}

const ENTER: Key = { code: 'Enter', key: 'Enter' };

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

test('a code that a scanner types arrives once, and its Enter presses nothing', () => {
  const { codes, press, type } = startKeyboard();
  type(TICKET, 5);
  assert.equal(press(ENTER, 5), true);
  mock.timers.tick(10_000);
  assert.deepEqual(codes, [TICKET]);
});

test('what stood in the field that has the focus is put back, and the page hears of it', () => {
  const { field, inputs, press, type } = startKeyboard();
  type(TICKET, 5);
  assert.notEqual(field.value, 'Mül');
  press(ENTER, 5);
  assert.equal(field.value, 'Mül');
  assert.deepEqual(inputs, ['Mül']);
});

test('what a person types stays in the field, and Enter does what it does', () => {
  for (const gapMs of [80, 120, 400]) {
    const { codes, field, press, type } = startKeyboard();
    type('ler-schmidt', gapMs);
    assert.equal(press(ENTER, gapMs), false);
    mock.timers.tick(10_000);
    assert.deepEqual(codes, []);
    assert.equal(field.value, 'Müller-schmidt');
  }
});

test('no letter is lost by a roll of the fingers', () => {
  const { codes, field, press, type } = startKeyboard();
  field.value = '';
  type('schmit', 90);
  type('ter', 20);
  type('mann', 90);
  assert.equal(field.value, 'schmittermann');
  assert.equal(press(ENTER, 90), false);
  assert.deepEqual(codes, []);
});

test('a scanner without an Enter, and one over a slow link, are read as well', () => {
  for (const gapMs of [1, 20, 55]) {
    const { codes, field, type } = startKeyboard();
    type(TICKET, gapMs);
    assert.deepEqual(codes, []);
    mock.timers.tick(1000);
    assert.deepEqual(codes, [TICKET]);
    assert.equal(field.value, 'Mül');
  }
});

test('keys are read by their position, whatever a German or French layout makes of them', () => {
  const { codes, press } = startKeyboard();
  const german = { KeyY: 'z', KeyZ: 'y', Minus: 'ß' } as const;
  const french = { Digit1: '&', KeyA: 'q', KeyQ: 'a', Digit7: 'è' } as const;
  const typed = [...Object.entries(german), ...Object.entries(french), ...Object.entries(german)];
  for (const [code, key] of typed) press({ code, key, shiftKey: code.startsWith('Key') }, 5);
  press(ENTER, 5);
  assert.deepEqual(codes, ['YZ-1AQ7YZ-']);
});

test('the address in a code to sign in survives', () => {
  const { codes, press } = startKeyboard();
  const shifted = (code: string): Key => ({ code, key: '?', shiftKey: true });
  const plain = (code: string): Key => ({ code, key: '?' });
  const letters = (text: string) => Array.from(text, keyOf);
  for (const key of [
    ...letters('https'),
    ...[shifted('Semicolon'), plain('Slash'), plain('Slash')],
    ...letters('a'),
    ...[plain('Period'), ...letters('example'), plain('Slash'), shifted('Digit3')],
    ...[...letters('code'), plain('Equal'), ...letters('7K3P-9QXM-2D')],
  ]) {
    press(key, 8);
  }
  press({ code: 'Tab', key: 'Tab' }, 8);
  assert.deepEqual(codes, ['https://a.example/#code=7K3P-9QXM-2D']);
});

test('a scanner that is built into a device and names no keys is read', () => {
  const { codes, press } = startKeyboard();
  for (const key of TICKET) press({ code: '', key }, 3);
  press({ code: '', key: 'Enter' }, 3);
  assert.deepEqual(codes, [TICKET]);
});

test('what kind of code it was does not belong to it', () => {
  const { codes, press, type } = startKeyboard();
  press({ code: 'BracketRight', key: '+' }, 5);
  type(`Q3${TICKET}`, 5);
  press(ENTER, 5);
  assert.deepEqual(codes, [TICKET]);
});

test('fifty codes in a row arrive, with rubbish between them', () => {
  const { codes, press, type } = startKeyboard();
  const sent = Array.from(
    { length: 50 },
    (_, i) => TICKET.slice(0, -2) + String(i).padStart(2, '0'),
  );
  for (const code of sent) {
    type('ab', 5);
    press(ENTER, 5);
    press({ code: 'F9', key: 'F9' }, 5);
    type(code, 5);
    press(ENTER, 5);
  }
  assert.deepEqual(codes, sent);
});

test('after its end nothing is heard', () => {
  const { codes, press, stop, type } = startKeyboard();
  stop();
  type(TICKET, 5);
  assert.equal(press(ENTER, 5), false);
  mock.timers.tick(10_000);
  assert.deepEqual(codes, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportedCodes } from '@onsale/contracts';
import {
  importFile,
  type ImportReport,
  lineOf,
  NOTHING_READ,
  problemsByLine,
  readCodesFile,
} from '../src/import-file.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;
const file = (lines: number) => ({
  head: 'code;percent',
  lines: Array.from({ length: lines }, (_, i) => `CODE-${i};10`),
});

/** Takes parts until one fails, and notes them. */
function office(failsAt?: number) {
  const parts: { firstLine: number; lines: string[] }[] = [];
  const send = async ({ csv, firstLine = 0 }: { csv: string; firstLine?: number }) => {
    if (parts.length === failsAt) throw new Error('away');
    const [head, ...lines] = csv.split('\n');
    assert.equal(head, 'code;percent');
    parts.push({ firstLine, lines });
    const wrong = { line: firstLine, message: '', text: '', reason: 'bad_code' } as const;
    const read: ImportedCodes = {
      ...{ made: lines.length - 1, changed: 0, unchanged: 0, problems: [wrong, { ...wrong }] },
    };
    return read;
  };
  return { parts, send };
}

test('a long file goes in parts that know their lines, and the sums are of all', async () => {
  const { parts, send } = office();
  const told: number[] = [];
  const onProgress = (done: number) => void told.push(done);
  const report = await importFile(file(3100), { report: NOTHING_READ, send, onProgress });
  assert.deepEqual(
    parts.map(({ firstLine, lines }) => [firstLine, lines.length]),
    [
      [2, 1500],
      [1502, 1500],
      [3002, 100],
    ],
  );
  assert.deepEqual([report.made, report.done, report.problems.length], [3097, 3100, 6]);
  assert.equal('failure' in report, false);
  assert.deepEqual(told, [1500, 3000, 3100]);
});

test('what was done before something failed is told, and the rest goes on from there', async () => {
  const onProgress = () => undefined;
  const first = office(1);
  const report = await importFile(file(3100), {
    ...{ report: NOTHING_READ, send: first.send, onProgress },
  });
  assert.deepEqual([report.made, report.done, report.problems.length], [1499, 1500, 2]);
  assert.match(String(report.failure), /away/);
  assert.equal(lineOf(report.done), 1502);

  const second = office();
  const rest: ImportReport = await importFile(file(3100), {
    ...{ report, send: second.send, onProgress },
  });
  assert.equal(second.parts[0]?.firstLine, 1502);
  assert.equal(second.parts[0]?.lines[0], 'CODE-1500;10');
  assert.deepEqual([rest.made, rest.done, rest.failure], [3097, 3100, undefined]);
});

test('lines with much in them go in smaller parts, one at least', async () => {
  const { parts, send } = office();
  const long = `CODE-1;${'x'.repeat(150_000)}`;
  const huge = `CODE-1;${'x'.repeat(300_000)}`;
  const lines = [long, long, huge, 'CODE-2;10'];
  const how = { report: NOTHING_READ, send, onProgress: () => undefined };
  await importFile({ head: 'code;percent', lines }, how);
  assert.deepEqual(
    parts.map((part) => part.lines.length),
    [1, 1, 1, 1],
  );
});

test('a file with headings alone is sent once', async () => {
  const { parts, send } = office();
  const how = { report: NOTHING_READ, send, onProgress: () => undefined };
  await importFile({ head: 'code;percent', lines: [] }, how);
  assert.equal(parts.length, 1);
});

test('files are read whatever ends their lines, and as old spreadsheets write them', () => {
  const same = { head: 'Code;Bezeichnung', lines: ['ABC;Größe', ''] };
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['\uFEFFCode;Bezeichnung', 'ABC;Größe', ''].join(end);
    assert.deepEqual(readCodesFile(bytesOf(text)), same);
  }
  const old = Uint8Array.from('Code;Bezeichnung\nABC;Größe\n', (letter) => letter.charCodeAt(0));
  assert.deepEqual(readCodesFile(old.buffer), same);
});

test('a line with two mistakes is one line', () => {
  const wrong = { message: '', text: '', reason: 'bad_code' } as const;
  const lines = problemsByLine([3, 3, 5].map((line) => ({ line, ...wrong })));
  assert.deepEqual(
    lines.map(({ line, problems }) => [line, problems.length]),
    [
      [3, 2],
      [5, 1],
    ],
  );
});

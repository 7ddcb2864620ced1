import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceOf, suggestEmail } from './email-hint.ts';

test('a mistyped domain that many people have is asked about', () => {
  const meant: [string, string][] = [
    ['ada@gmial.con', 'ada@gmail.com'],
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gmai.com', 'ada@gmail.com'],
    ['ada@gmail.co', 'ada@gmail.com'],
    ['ada@hotmail.co', 'ada@hotmail.com'],
    ['ada@gmail.com.', 'ada@gmail.com'],
    ['ada@gmail,com', 'ada@gmail.com'],
    ['ada@gmailcom', 'ada@gmail.com'],
    ['ada@GMAIL.CON', 'ada@gmail.com'],
    ['Ada.Okoro+tickets@hotmial.com', 'Ada.Okoro+tickets@hotmail.com'],
    ['ada@outlok.com', 'ada@outlook.com'],
    ['ada@googlemial.con', 'ada@googlemail.com'],
    ['ada@t-onlin.de', 'ada@t-online.de'],
    ['ada@gmxde', 'ada@gmx.de'],
    ['ada@laposte.met', 'ada@laposte.net'],
    ['ada@example.con', 'ada@example.com'],
  ];
  for (const [typed, expected] of meant) assert.equal(suggestEmail(typed), expected, typed);
});

test('what may well be right is left alone', () => {
  const right = [
    ...['ada@gmail.com', 'ada@gmx.de', 'ada@gmx.at', 'ada@web.de', 'ada@mac.com', 'ada@me.com'],
    ...['ada@example.com', 'ada@ex.de', 'ada@wen.de', 'ada@hotmail.co.uk', 'ada@mail.com'],
    ...[
      'ada@ymail.com',
      'ada@email.com',
      'ada@uni-konstanz.de',
      'ada@company.co',
      'ada@startup.io',
    ],
    ...['ada@onsale.coop', 'ada', 'ada@', '@gmial.con', '', 'ada@münchen.de', 'ada@free.fr'],
    ...['ada@hotmail.ch', 'ada@yahoo.co.jp', 'ada@outlook.es'],
  ];
  for (const email of right) assert.equal(suggestEmail(email), undefined, email);
});

test('a swap of neighbours is one step, as people mistype', () => {
  assert.equal(distanceOf('gmial', 'gmail'), 1);
  assert.equal(distanceOf('', 'abc'), 3);
  assert.equal(distanceOf('abc', ''), 3);
  assert.equal(distanceOf('kitten', 'sitting'), 3);
  assert.equal(distanceOf('ca', 'abc'), 3);
});

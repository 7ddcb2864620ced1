import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fillPlaceholders,
  MAIL_LANGUAGES,
  type MailContent,
  mailLanguageOf,
  mailShopOf,
  renderMail,
} from '../src/index.ts';
import { event, mails, order, shop } from './sample-mails.ts';

const english = (mail: MailContent) => renderMail(mail, { language: 'en' });

function mailOf<Kind extends MailContent['kind']>(kind: Kind) {
  const found = mails.find((mail) => mail.kind === kind);
  assert.ok(found);
  return found as Extract<MailContent, { kind: Kind }>;
}

test('each mail says in each language what it is about, and loads nothing', () => {
  for (const mail of mails) {
    const subjects = MAIL_LANGUAGES.map((language) => {
      const { subject, text, html } = renderMail(mail, { language });
      assert.match(html, new RegExp(`<html lang="${language}" dir="ltr">`));
      assert.doesNotMatch(html, /<(img|link|script|iframe)|url\(|@import|@font-face|\ssrc=/i);
      assert.doesNotMatch(text + html, /undefined|null|NaN|\[object/, mail.kind);
      if ('order' in mail) {
        assert.ok(html.includes(`href="${order.url}"`), mail.kind);
        assert.ok(text.includes(order.url), mail.kind);
        assert.ok(text.includes(event.name), mail.kind);
      }
      assert.ok(text.includes(shop.name), mail.kind);
      return subject;
    });
    const isOwnWords = mail.kind === 'message';
    assert.equal(new Set(subjects).size, isOwnWords ? 1 : MAIL_LANGUAGES.length, mail.kind);
  }
});

test('a confirmation has what was bought, what holders are told, and the accepted terms', () => {
  const { subject, text, html } = english(mailOf('confirmed'));
  assert.equal(subject, 'Your tickets for Night of the Long Waves');
  for (const said of [
    'Wednesday, 18 June 2087, 20:00–23:30 CEST',
    'Doors: 19:00',
    'Power Station, Berlin',
    '2 × Standing: €59.00',
    'Total: €103.50',
    'of which tax: €16.53',
    '  Gate in the north.\n  More: https://ohm.example.',
    'No refunds after the start.',
    'version 2087-01',
    'Until Wed, 18 Jun 2087, 12:00 CEST',
  ]) {
    assert.ok(text.includes(said), said);
  }
  assert.ok(html.includes('href="https://ohm.example"'));
  assert.ok(
    text.includes('Ohm Ltd, represented by Georg Ohm, register (https://register.example)'),
  );
});

test('a change tells what is different, and what was said before', () => {
  const { text } = english(mailOf('event_changed'));
  assert.ok(text.includes('before: Tuesday, 17 June 2087, 20:00'));
  assert.ok(text.includes('Where: Power Station, Berlin, before: Town Hall, Berlin'));
  assert.ok(text.includes('The hall has a burst pipe.'));
});

test('money of another amount is told as that, and a name of the shop is found', () => {
  const returned = mailOf('payment_returned');
  const late = english(returned).text;
  assert.ok(late.includes('arrived too late') && !late.includes('costs'));
  const { text } = english({ ...returned, amount: 90, isWrongAmount: true });
  assert.ok(text.includes('We received €90.00, but your order costs €103.50.'));
  assert.ok(text.includes('your order is not paid') && !text.includes('too late'));
  const named = { senderName: 'Ohm Concerts', legalName: 'Ohm GmbH' };
  assert.equal(mailShopOf('https://ohm.example/', undefined, named).name, 'Ohm Concerts');
  assert.equal(mailShopOf('https://ohm.example/', { name: 'Ohm' }, named).name, 'Ohm');
});

test('a city that the venue names is said once, and marks of code are not shown', () => {
  const content: MailContent = {
    kind: 'reminder',
    shop: { ...shop, imprint: 'Written at `ohm.example`.' },
    event: { ...event, venue: 'Power Station, Berlin' },
    order,
    attached: { tickets: true },
    isTomorrow: true,
  };
  const { text } = renderMail(content, { language: 'en' });
  assert.match(text, /Power Station, Berlin\n/);
  assert.match(text, /Written at ohm\.example\./);
});

test('an imprint that an editor has wrapped is whole sentences, and an address keeps its lines', () => {
  const wrapped =
    'Ohm Ltd\n1 High Street\n\nWhoever has a question about this shop or its tickets may write to us,\nor call.';
  const mail = mailOf('reminder');
  const { text } = english({ ...mail, shop: { ...mail.shop, imprint: wrapped } });
  assert.ok(text.includes('\nOhm Ltd\n1 High Street\nWhoever has'));
  assert.ok(text.includes('may write to us, or call.'));
});

test('only a message can be opted out of', () => {
  for (const mail of mails) {
    const { text } = english(mail);
    assert.equal(text.includes('/opt-out#token'), mail.kind === 'message', mail.kind);
  }
});

test('whatever a name has in it, it is text, and a subject is one line', () => {
  const name = 'Jazz\r\nBcc: thief@example.org\u0000\u202E<b onclick="x">&\u2028"\'</b>';
  const nasty = { ...mailOf('confirmed'), event: { ...event, name } };
  const { subject, text, html } = english(nasty);
  assert.equal(subject, 'Your tickets for Jazz Bcc: thief@example.org<b onclick="x">& "\'</b>');
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  assert.doesNotMatch(subject + text + html, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2028]/);
  assert.doesNotMatch(html, /<b[ >]/);
  assert.ok(html.includes('&lt;b onclick=&quot;x&quot;&gt;&amp; &quot;&#39;&lt;/b&gt;'));
});

test('a name of a thousand characters is cut where it is a headline, and whole once', () => {
  const name = `${'🎷👩‍👩‍👧é'.repeat(200)}!`;
  const { subject, text } = english({ ...mailOf('event_cancelled'), event: { ...event, name } });
  assert.ok(subject.length <= 300);
  assert.match(subject, /^Cancelled: (🎷👩‍👩‍👧é)+(🎷(👩‍👩‍👧)?)?…$/u);
  assert.equal(text.split(name).length, 2);
});

test('a name that is written from right to left keeps the sentence around it in order', () => {
  const buyer = 'فاطمة الزهراء';
  const { text, html } = english({ ...mailOf('cancelled'), order: { ...order, buyer } });
  assert.ok(text.includes(`Hello \u2068${buyer}\u2069,`));
  assert.ok(html.includes(`Hello \u2068${buyer}\u2069,`));
});

test('a refund of tickets that brings no money back says so, and names no amount', () => {
  for (const language of MAIL_LANGUAGES) {
    for (const isAll of [true, false]) {
      const of = { ...mailOf('refund'), amount: 0, isAll, hasCreditNote: false };
      const { subject, text } = renderMail(of, { language });
      assert.doesNotMatch(`${subject}\n${text.slice(0, text.indexOf(order.orderId))}`, /0[.,]00/);
    }
  }
  const { text } = english({ ...mailOf('refund'), amount: 0, isAll: true, hasCreditNote: false });
  assert.ok(text.includes('You get no money back for them.'));
  assert.ok(text.includes('None of the tickets of your order is valid any more.'));
});

test('an event that has left the sale is told by its name', () => {
  const { text } = english({ ...mailOf('refund'), event: { name: 'Bygone' } });
  assert.ok(text.includes(`Bygone\nOrder: ${order.orderId}`));
});

test('a mail is in the language of its reader if the seller writes in it', () => {
  assert.equal(mailLanguageOf('de', ['en', 'de']), 'de');
  assert.equal(mailLanguageOf('fr', ['de', 'en']), 'de');
  assert.equal(mailLanguageOf('fr'), 'fr');
  assert.equal(mailLanguageOf('ja'), 'en');
  assert.equal(mailLanguageOf(null, ['de']), 'de');
});

test('nobody puts a link into a mail of the seller by what they call themselves', () => {
  const buyer = 'Dr. J.R. http://evil.example/win or ask me@evil.example www.evil.example';
  const confirmed = { ...mailOf('confirmed'), order: { ...order, buyer } };
  const filling = { buyer, event, orderUrl: order.url, language: 'en' } as const;
  const body = fillPlaceholders('Dear {name}', filling);
  for (const mail of [confirmed, { ...mailOf('message'), body }]) {
    const { text, html } = english(mail);
    assert.doesNotMatch(html, /href="[^"]*evil/);
    assert.doesNotMatch(text + html, /:\/\/evil|@evil|evil\.example/);
    assert.ok(text.includes('Dr. J.R. http'));
  }
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Event, type EventDetails } from '@onsale/contracts';
import { changeEventStatus, writeSeller } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';

const SHOP = 'https://tickets.example';
const EVIL = `</title></script><script>alert("1")</script><!--# include "x" -->&'`;
const CATALOG = `
events:
  - id: fair
    name: Town Fair
    venue: Market Square
    city: Konstanz
    timeZone: Europe/Berlin
    startsAt: 2087-05-01T00:30:00+02:00
    endsAt: 2087-05-01T23:00:00+02:00
    description: "# A *day* out\\n\\nwith [friends](https://friends.example), **all** of them"
    picture: /pictures/fair.jpg
    currency: EUR
    fee: 1
    tickets:
      - { id: fair-adult, name: Adult, type: adult, price: 25.50, capacity: 100 }
      - { id: fair-vip, name: VIP, type: vip, price: 120, capacity: 2 }
      - { id: fair-late, name: Late, type: adult, price: 30, capacity: 9, salesFrom: 2087-04-01T10:00:00+02:00 }
      - { id: fair-early, name: Early, type: adult, price: 20, capacity: 9, salesTo: 2020-04-01T10:00:00+02:00 }
  - id: evil
    name: ${JSON.stringify(EVIL)}
    venue: ${JSON.stringify(EVIL)}
    startsAt: 2087-05-02T21:00:00+02:00
    description: ${JSON.stringify(EVIL)}
    currency: JPY
    tickets:
      - { id: evil-adult, name: ${JSON.stringify(EVIL)}, type: adult, price: 1500, capacity: 100 }
  - id: practice
    name: Practice
    venue: Hall
    startsAt: 2087-05-02T21:00:00+02:00
    currency: EUR
    rehearsal: true
    tickets: [{ id: practice-adult, name: Entry, type: adult, price: 15, capacity: 100 }]
`;

let gateway: TestGateway;
let withoutAddress: TestGateway;
before(async () => {
  gateway = await openGateway({ PUBLIC_URL: `${SHOP}/` }, { catalog: CATALOG });
  withoutAddress = await openGateway({}, { catalog: CATALOG });
});
after(async () => {
  await gateway.close();
  await withoutAddress.close();
});

async function headOf(path: string, of = gateway): Promise<string> {
  const answer = await of.app.inject({ url: '/v1/pages/head', query: { path } });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
  return answer.body;
}

const UNESCAPED: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const unescape = (text = '') =>
  text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => UNESCAPED[entity] ?? entity);

function titleOf(head: string): string {
  return unescape(/<title>([^<]*)<\/title>/.exec(head)?.[1]);
}

/** The content of a meta element. */
function metaOf(head: string, name: string): string | undefined {
  const found = new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)" />`).exec(head);
  return found === null ? undefined : unescape(found[1]);
}

interface EventData {
  organizer?: unknown;
  eventStatus: string;
  startDate: string;
  offers: { name: string; price: string; priceCurrency: string; availability: string }[];
}

function dataOf(head: string): EventData {
  const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(head) ?? [];
  return JSON.parse(json) as EventData;
}

test('an event has its own title, description and address', async () => {
  for (const path of ['/events/fair', '/events/fair/', '/events/fair/checkout']) {
    const head = await headOf(path);
    // In the zone of the event: in UTC it is the day before.
    assert.equal(titleOf(head), 'Town Fair, Konstanz, 1 May 2087 · Onsale');
    assert.equal(metaOf(head, 'description'), 'A day out with friends, all of them');
    assert.equal(metaOf(head, 'og:title'), 'Town Fair, Konstanz, 1 May 2087');
    assert.equal(metaOf(head, 'og:url'), `${SHOP}/events/fair`);
    assert.equal(metaOf(head, 'og:image'), `${SHOP}/pictures/fair.jpg`);
    assert.equal(metaOf(head, 'robots'), undefined);
    assert.match(head, /<link rel="canonical" href="https:\/\/tickets\.example\/events\/fair" \/>/);
  }
});

test('an event without a description says what it is', async () => {
  assert.equal(
    metaOf(await headOf('/events/practice'), 'description'),
    'Tickets for Practice at Hall, 2 May 2087.',
  );
});

test('its data are those of schema.org, with the price that is charged', async () => {
  const data = dataOf(await headOf('/events/fair'));
  const { tickets } = (await gateway.app.inject('/v1/events/fair')).json<EventDetails>();
  assert.deepEqual(
    data.offers.map(({ price }) => Number(price)),
    tickets.map(({ price }) => price),
  );
  assert.deepEqual(data, {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: 'Town Fair',
    description: 'A day out with friends, all of them',
    startDate: '2087-05-01T00:30:00+02:00',
    endDate: '2087-05-01T23:00:00+02:00',
    url: `${SHOP}/events/fair`,
    image: `${SHOP}/pictures/fair.jpg`,
    eventStatus: 'https://schema.org/EventScheduled',
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: { '@type': 'Place', name: 'Market Square', address: 'Konstanz' },
    offers: [
      offer('Adult', '25.50', 'InStock'),
      offer('VIP', '120.00', 'InStock'),
      { ...offer('Late', '30.00', 'PreOrder'), validFrom: '2087-04-01T08:00:00.000Z' },
      offer('Early', '20.00', 'OutOfStock'),
    ],
  });
  assert.equal(dataOf(await headOf('/events/evil')).offers[0]?.price, '1500');
});

function offer(name: string, price: string, availability: string) {
  return {
    '@type': 'Offer',
    name,
    price,
    priceCurrency: 'EUR',
    availability: `https://schema.org/${availability}`,
    url: `${SHOP}/events/fair`,
  };
}

test('says within a second that tickets are sold out, and that an event is cancelled', async () => {
  const placed = await gateway.app.inject({
    method: 'POST',
    url: '/v1/orders',
    payload: order([{ ticketId: 'fair-vip', qty: 2 }]),
  });
  assert.equal(placed.statusCode, 201);
  await gateway.settleAll();
  const isSoldOut = ({ offers }: EventData) =>
    offers[1]?.availability === 'https://schema.org/SoldOut';
  await eventually(async () => dataOf(await headOf('/events/fair')), isSoldOut);
  await changeEventStatus(gateway.ledger, 'fair', { step: 'cancel' });
  await eventually(
    async () => dataOf(await headOf('/events/fair')).eventStatus,
    (status) => status === 'https://schema.org/EventCancelled',
  );
  assert.doesNotMatch(await sitemapOf(gateway), /fair/);
});

test('nothing that a seller writes ends an element or an attribute', async () => {
  const head = await headOf('/events/evil');
  assert.equal(head.match(/<script/g)?.length, 1);
  assert.equal(head.match(/<\/script>/g)?.length, 1);
  assert.equal(head.match(/<\/title>/g)?.length, 1);
  assert.doesNotMatch(head, /<!--/);
  assert.ok(titleOf(head).startsWith(EVIL));
  assert.equal(dataOf(head).offers[0]?.name, EVIL);
  // Each line is one element, as it was meant.
  for (const line of head.trimEnd().split('\n')) {
    assert.match(line, /^<(title|meta|link|script)( [a-z:]+="[^"<>]*")*( \/>|>.*<\/\w+>)$/);
  }
});

const UNKNOWN = [
  '/events/nothing',
  '/events/fair/more',
  '/events/FAIR',
  '/events/fair%22',
  `/events/${EVIL}`,
  '/nowhere',
  '',
];
test('a page that does not exist is not to be indexed, and says nothing of its path', async () => {
  const heads = await Promise.all(UNKNOWN.map((path) => headOf(path)));
  assert.equal(new Set(heads).size, 1);
  assert.equal(titleOf(heads[0] ?? ''), 'Onsale');
  assert.equal(metaOf(heads[0] ?? '', 'robots'), 'noindex');
  const rehearsal = await headOf('/events/practice');
  assert.equal(metaOf(rehearsal, 'robots'), 'noindex');
});

test('an order has the title of the shop, and nothing else', async () => {
  for (const path of ['/orders/01abc', '/orders', '/lab']) {
    const head = await headOf(path);
    assert.equal(titleOf(head), 'Onsale');
    assert.equal(metaOf(head, 'og:url'), undefined);
  }
  assert.equal(metaOf(await headOf('/'), 'og:url'), `${SHOP}/`);
});

test('without PUBLIC_URL nothing has an address', async () => {
  const head = await headOf('/events/fair', withoutAddress);
  assert.doesNotMatch(head, /canonical|og:url|og:image|"url"|"image"|localhost/);
  assert.equal(metaOf(head, 'og:title'), 'Town Fair, Konstanz, 1 May 2087');
  assert.doesNotMatch(await sitemapOf(withoutAddress), /<url>/);
});

async function sitemapOf(of: TestGateway): Promise<string> {
  const answer = await of.app.inject('/v1/pages/sitemap.xml');
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['content-type'], 'application/xml; charset=utf-8');
  return answer.body;
}

test('the sitemap has the events that are listed', async () => {
  const xml = await sitemapOf(gateway);
  const { events } = (await gateway.app.inject('/v1/events')).json<{ events: Event[] }>();
  const addresses = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
  assert.deepEqual(addresses, [`${SHOP}/`, ...events.map(({ id }) => `${SHOP}/events/${id}`)]);
  assert.match(xml, /<lastmod>2\d{3}-[^<]*Z<\/lastmod>/);
});

test('a seller gives the shop a name, and organizes its events', async () => {
  const document = { name: 'Lake & Co', website: 'https://lake.example' };
  await writeSeller(gateway.ledger, document, { revision: 0 });
  await eventually(
    async () => titleOf(await headOf('/')),
    (title) => title === 'Lake & Co',
  );
  const head = await headOf('/events/evil');
  assert.ok(titleOf(head).endsWith(' · Lake & Co'));
  assert.equal(metaOf(head, 'og:site_name'), 'Lake & Co');
  assert.deepEqual(dataOf(head).organizer, {
    '@type': 'Organization',
    name: 'Lake & Co',
    url: 'https://lake.example',
  });
});

test('a head is made once, until something changes', async () => {
  const ask = () => gateway.app.inject({ url: '/v1/pages/head', query: { path: '/events/evil' } });
  const first = await ask();
  const etag = String(first.headers['etag']);
  assert.match(String(first.headers['cache-control']), /s-maxage=1/);
  const known = await gateway.app.inject({
    url: '/v1/pages/head',
    query: { path: '/events/evil' },
    headers: { 'if-none-match': etag },
  });
  assert.equal(known.statusCode, 304);
});

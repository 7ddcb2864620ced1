import { signIn, startBrowser, startSite, visit } from '@onsale/testing/site';
const CATALOG = `
events:
  - id: summer
    name: A Summer Evening
    venue: Old Hall
    startsAt: 2087-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: stall, name: Stall, type: adult, price: 12.50, capacity: 300 }
      - { id: balcony, name: Balcony, type: adult, price: 20, capacity: 200 }
`;
const out = '/tmp/onsale/w26-shots/';
const trusts = { TRUSTED_PROXIES: '127.0.0.1' };
const [site, browser] = await Promise.all([
  startSite({
    catalog: CATALOG,
    generator: true,
    office: trusts,
    payments: trusts,
    waitingRoom: trusts,
    gatewayEnvironment: trusts,
  }),
  startBrowser(),
]);
try {
  const kinds = [
    [
      'wide-light-en',
      { viewport: { width: 1200, height: 900 }, locale: 'en-GB', colorScheme: 'light' },
    ],
    [
      'wide-dark-de',
      { viewport: { width: 1200, height: 900 }, locale: 'de-DE', colorScheme: 'dark' },
    ],
    [
      'phone-light-de',
      { viewport: { width: 390, height: 844 }, locale: 'de-DE', colorScheme: 'light' },
    ],
    [
      'phone-dark-en',
      { viewport: { width: 390, height: 844 }, locale: 'en-GB', colorScheme: 'dark' },
    ],
  ];
  const pages = [];
  for (const [name, options] of kinds) {
    const { context, page } = await visit(browser, site.office.consoleUrl, {
      timezoneId: 'Europe/Berlin',
      ...options,
    });
    await signIn(context, site.office, { grants: [{ role: 'owner' }] });
    pages.push([name, page]);
  }
  const shot = async (what) => {
    for (const [name, page] of pages)
      await page.screenshot({ path: `${out}${what}-${name}.png`, fullPage: true });
  };
  for (const [, page] of pages) {
    await page.goto('/rehearsal?event=summer');
    await page.getByRole('textbox').nth(3).waitFor();
  }
  await new Promise((r) => setTimeout(r, 1500));
  await shot('plan');
  const [, page] = pages[0];
  const fill = (name, text) => page.getByRole('textbox', { name, exact: true }).fill(text);
  await fill('How many people come', process.env.PEOPLE ?? '400');
  await fill('Tickets', '80');
  await fill('Within how many seconds', '15');
  await fill('Never pay, in %', '0');
  await page.getByRole('button', { name: 'Start the rehearsal' }).click();
  await page.getByText('The sale is on.').waitFor({ timeout: 100000 });
  await new Promise((r) => setTimeout(r, 12000));
  for (const [, each] of pages) await each.bringToFront();
  await shot('live');
  await page.getByText(/people came for/).waitFor({ timeout: 200000 });
  for (const [, each] of pages) {
    await each.reload();
    await each.waitForLoadState('networkidle').catch(() => {});
  }
  await new Promise((r) => setTimeout(r, 2000));
  await shot('report');
  const href = await page.getByRole('link', { name: 'Open the whole report' }).getAttribute('href');
  for (const [, each] of pages) await each.goto(href);
  await shot('html');
} finally {
  await browser.close();
  await site.stop();
}

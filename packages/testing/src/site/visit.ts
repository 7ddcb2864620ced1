import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** One visitor with a window. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Closes the window; fails when a script broke or the policy of the page was offended. */
  leave: () => Promise<void>;
}

/** Opens a window on the shop. */
export async function visit(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Warning:/i.test(message.text())) faults.push(message.text());
  });
  return {
    context,
    page,
    leave: async () => {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/**
 * Fails when axe finds anything on the page as it is, in light or in dark, or when a control has no name
 * in the tree that Chromium gives to screen readers. What is shown within another page, such as a mail, is
 * `without` rules about pages.
 */
export async function assertAccessible(
  page: Page,
  { without = [] }: { without?: string[] } = {},
): Promise<void> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page }).disableRules(without);
    // Nothing but the colours is different then.
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    for (const { id, nodes } of violations) {
      found.push(`${id} (${colorScheme}): ${nodes.map(({ html }) => html).join(' ')}`);
    }
  }
  found.push(...(await namelessControls(page)));
  assert.deepEqual(found, [], page.url());
}

/** Roles, as Chromium calls them, of what can be used, and so must say what it is. */
const CONTROLS =
  /^(button|checkbox|combobox|link|listbox|menuitem|radio|searchbox|slider|spinbutton|switch|tab|textbox)$/i;

async function namelessControls(page: Page): Promise<string[]> {
  // It ends with the page: detaching it would put a page that is offline back on the network.
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ ignored, role }) => !ignored && CONTROLS.test(String(role?.value)))
    .filter(({ name }) => String(name?.value ?? '').trim() === '')
    .map(({ role, backendDOMNodeId }) => `${role?.value} ${backendDOMNodeId} has no name`);
}

import { setTimeout as delay } from 'node:timers/promises';
import { say } from './terminal.ts';

const ASK_EVERY_MS = 50;
/** A process that hangs must not keep the question waiting. */
const ASK_TIMEOUT_MS = 2000;
/** A start that takes so long is explained. */
const EXPLAIN_AFTER_MS = 15_000;

/** What is printed once everything is ready. */
export interface Addresses {
  /** By the names of the services. */
  services: ReadonlyMap<string, string>;
  /** The pages, where there is an nginx. */
  frontend?: { url: string; hasLab: boolean };
  /** The console, where there is an office; the link is made when it is shown. */
  console?: { url: string; firstOwnerLink: () => Promise<string | undefined> };
  /** Where mails are kept, if no server takes them. */
  mailFolder?: string;
  /** Of the databases that were started here, without passwords. */
  stores: ReadonlyMap<string, string>;
  /** The environment that `npm run admin` needs to reach all of it. */
  forAdmin: string;
}

/**
 * Prints the addresses, the shop's first, once all of them answer: an address that is shown works. Says
 * who is late and why, with what the admin needs to do something about it, and prints nothing when
 * `signal` ends the wait.
 */
export async function announce(addresses: Addresses, signal: AbortSignal): Promise<void> {
  const { services, frontend, console, mailFolder, stores, forAdmin } = addresses;
  const admin = forAdmin === '' ? '' : `Admin:   ${forAdmin} npm run admin -- help`;
  let isLate = false;
  const late = (sentence: string) => {
    say(sentence);
    if (!isLate && admin !== '') say(admin);
    isLate = true;
  };
  const ready = (name: string, url: string) => becomesReady(name, { url, late, signal });
  await Promise.all([...services].map(([name, url]) => ready(name, url)));
  // Asked last: while there is no gateway, nginx would log an error for each question.
  if (frontend !== undefined) await ready('frontend', frontend.url);
  if (signal.aborted) return;
  say('');
  if (frontend !== undefined) {
    say(`Shop:       ${frontend.url}`);
    if (frontend.hasLab) say(`Laboratory: ${frontend.url}/lab   (watch it scale in five minutes)`);
    if (services.has('bank'))
      say(`Bank:       ${frontend.url}/bank/dashboard   (takes no real money)`);
    if (console !== undefined) await announceConsole(console);
    if (mailFolder !== undefined)
      say(`Mails:      ${mailFolder}   (none is sent, without SMTP_URL)`);
    say('');
  }
  for (const [name, url] of [...services, ...stores]) say(`  ${name.padEnd(20)} ${url}`);
  say('');
  say(`Tickets: curl ${services.get('gateway')}/v1/tickets`);
  if (admin !== '') say(admin);
  say('Stop:    Ctrl-C\n');
}

async function announceConsole({
  url,
  firstOwnerLink,
}: NonNullable<Addresses['console']>): Promise<void> {
  say(`Console:    ${url}`);
  const link = await firstOwnerLink();
  if (link === undefined) return;
  say(
    `            It has no owner yet. Open this link on this machine within 15 minutes; it works once:`,
  );
  say(`            ${link}`);
}

async function becomesReady(
  name: string,
  { url, late, signal }: { url: string; late: (sentence: string) => void; signal: AbortSignal },
): Promise<void> {
  const explainAtMs = performance.now() + EXPLAIN_AFTER_MS;
  let isExplained = false;
  while (!signal.aborted) {
    const missing = await whatIsMissing(url, signal);
    if (missing === undefined) return;
    if (!isExplained && performance.now() > explainAtMs) {
      late(`still waiting for ${name}: ${missing}`);
      isExplained = true;
    }
    await delay(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Why a service isn't ready, in its own words where it has any; undefined when it is. */
async function whatIsMissing(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}/readyz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]),
    });
    const text = await answer.text();
    if (answer.ok) return undefined;
    const { reasons } = JSON.parse(text) as { reasons?: string[] };
    return reasons?.join('; ') ?? `it answers ${answer.status}`;
  } catch {
    return 'it does not answer yet';
  }
}

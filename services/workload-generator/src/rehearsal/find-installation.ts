import { readFile } from 'node:fs/promises';
import { type Installation, RefusedRehearsal, requireOwnHost } from '@onsale/rehearsal';
import type { RehearsalConfig } from './config.ts';
import type { RehearsalArguments } from './rehearsal-arguments.ts';
import { waitForNeighbours } from './wait-for-neighbours.ts';

/** An installation that is to be stopped when it was ours. */
export type OpenInstallation = Installation & { stop: () => Promise<void> };

const LOOK_MS = 2000;

/**
 * The installation that a rehearsal is played against: the one that runs, or a site of its own where none does. Throws
 * `RefusedRehearsal` when it may be what buyers use.
 */
export async function findInstallation(
  given: Pick<RehearsalArguments, 'start' | 'url' | 'consoleUrl' | 'allowedHost' | 'log'>,
  config: RehearsalConfig,
  { version, say }: { version: string; say: (line: string) => void },
): Promise<OpenInstallation> {
  const url = withoutSlash(given.url ?? config.SHOP_URL);
  if (given.start || (given.url === undefined && !(await answers(url)))) {
    say(given.start ? 'starting a separate site' : `nothing runs at ${url}; starting a site`);
    return await startSite(version);
  }
  requireOwnHost(url, given.allowedHost);
  const consoleUrl = withoutSlash(given.consoleUrl ?? config.CONSOLE_URL);
  const officeUrl =
    config.OFFICE_URL === undefined ? `${consoleUrl}/api` : withoutSlash(config.OFFICE_URL);
  requireOwnHost(officeUrl, given.allowedHost);
  // A Job is a new pod; whoever sits at a terminal wants to hear at once what is wrong.
  if (given.log) {
    const bankUrl = config.BANK_TOKEN === undefined ? [] : [withoutSlash(config.BANK_URL)];
    await waitForNeighbours([url, officeUrl, ...bankUrl], say);
  }
  if (!(await answers(url))) throw new RefusedRehearsal('no_shop', `there is no shop at ${url}`);
  if (config.OFFICE_API_KEY === undefined) {
    throw new RefusedRehearsal(
      'no_office',
      `rehearsing in the shop at ${url} needs an API key: make one in the console, under Team, with the role ` +
        'manager, and set OFFICE_API_KEY_FILE to a file with it; or use --start for a separate site',
    );
  }
  return {
    ...{ kind: 'running', version, url, trustsUs: false, mails: undefined, cpu: undefined },
    office: { url: officeUrl, apiKey: config.OFFICE_API_KEY },
    allowedHost: given.allowedHost,
    bank: await findBank(url, config, given.allowedHost),
    killable: [],
    stop: async () => undefined,
  };
}

async function startSite(version: string): Promise<OpenInstallation> {
  try {
    // Only in a checkout: images have no tests.
    const { startRehearsalSite } = await import('@onsale/testing/site');
    return { ...(await startRehearsalSite()), version };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new RefusedRehearsal(
      'not_here',
      'only a checkout of Onsale can start a site; name a shop by --url',
      { cause: error },
    );
  }
}

/** The bank, if its books can be read; undefined where nobody has given its token. Better now than after the sale. */
export async function findBank(
  shopUrl: string,
  { BANK_URL, BANK_TOKEN }: Pick<RehearsalConfig, 'BANK_URL' | 'BANK_TOKEN'>,
  allowedHost: string | undefined,
): Promise<Installation['bank']> {
  const token = BANK_TOKEN ?? (await localBankToken(shopUrl));
  if (token === undefined) return undefined;
  const url = withoutSlash(BANK_URL);
  requireOwnHost(url, allowedHost);
  const status = await fetch(`${url}/books`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(LOOK_MS),
  }).then(
    (response) => `answers ${response.status}`,
    () => 'does not answer',
  );
  if (status === 'answers 200') return { url, token };
  throw new RefusedRehearsal(
    'bank_closed',
    `the bank at ${url} ${status} when it is asked for its books: set BANK_URL and BANK_TOKEN_FILE to those of the shop`,
  );
}

export async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(LOOK_MS) }).catch(
    () => undefined,
  );
  return response?.status === 200;
}

// As `npm start` has made it, in the folder where it was started.
async function localBankToken(url: string): Promise<string | undefined> {
  if (!['localhost', '127.0.0.1'].includes(new URL(url).hostname)) return undefined;
  const text = await readFile('.data/secrets/bank-token', 'utf8').catch(() => undefined);
  return text?.trim();
}

export function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

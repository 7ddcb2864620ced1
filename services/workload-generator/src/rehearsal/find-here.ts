import { readFile } from 'node:fs/promises';
import { ApiError } from '@onsale/contracts';
import { type Installation, RefusedRehearsal, requireOwnHost } from '@onsale/rehearsal';
import type { GeneratorConfig } from '../config.ts';
import { answers, findBank, withoutSlash } from './find-installation.ts';

/** Where the generator plays rehearsals: in the one installation that it was started for. */
export type PlaceSettings = Pick<
  GeneratorConfig,
  'SHOP_URL' | 'OFFICE_URL' | 'BANK_URL' | 'BANK_TOKEN'
>;

/**
 * The installation that this generator belongs to, for whoever has a key of its office. Throws `ApiError` 409 when
 * buyers may use it: there is no way to allow that here.
 */
export async function findHere(
  settings: PlaceSettings,
  apiKey: string | undefined,
): Promise<Installation> {
  try {
    return await find(settings, apiKey);
  } catch (error) {
    if (!(error instanceof RefusedRehearsal)) throw error;
    const { message, reason } = error;
    throw new ApiError('REHEARSAL_REFUSED', message, { details: [{ path: '', message, reason }] });
  }
}

async function find(settings: PlaceSettings, apiKey: string | undefined): Promise<Installation> {
  const { BANK_URL, BANK_TOKEN, OFFICE_URL } = settings;
  const url = withoutSlash(settings.SHOP_URL);
  requireOwnHost(url, undefined);
  if (OFFICE_URL === undefined || apiKey === undefined) {
    throw new RefusedRehearsal(
      'no_office',
      'a rehearsal is started in the console: the office gives the key for it, and the generator knows it by OFFICE_URL',
    );
  }
  if (!(await answers(url))) throw new RefusedRehearsal('no_shop', `there is no shop at ${url}`);
  const bank =
    BANK_TOKEN === undefined ? undefined : await findBank(url, { BANK_URL, BANK_TOKEN }, undefined);
  return {
    ...{ kind: 'running', version: await readVersion(), url, trustsUs: false },
    office: { url: withoutSlash(OFFICE_URL), apiKey },
    ...{ bank, mails: undefined, cpu: undefined, killable: [] },
  };
}

/** The version of this package, for reports. */
export async function readVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

import {
  ApiError,
  invalidRequest,
  type OfficeSettings,
  type OfficeSettingsInput,
} from '@onsale/contracts';
import { isCurrency, isTimeZone } from '@onsale/ledger';
import { readSettings, type StoredSettings, writeSettings } from '@onsale/records';
import { logChange } from '../activity/log-change.ts';
import type { Editor, EventParts } from '../events/edit-event.ts';

/** What applies until somebody decides. */
const DEFAULTS = { languages: ['en'], keepDays: 30 } as const satisfies {
  languages: OfficeSettingsInput['languages'];
  keepDays: number;
};

/** Settings that no buyer reads. */
export async function getSettings({
  records,
}: Pick<EventParts, 'records'>): Promise<OfficeSettings> {
  return showSettings(await readSettings(records));
}

/** Changes them if they still have this revision. */
export async function replaceSettings(
  { records }: Pick<EventParts, 'records'>,
  editor: Editor,
  { revision, input }: { revision: number; input: OfficeSettingsInput },
): Promise<OfficeSettings> {
  requireValid(input);
  const about = { action: 'replaceSettings', subject: 'settings' };
  return await logChange(records, editor, about, async () => {
    const before = await readSettings(records);
    const now = await writeSettings(records, input, { revision, changedBy: editor.actor.name });
    if (now === undefined) {
      const message = 'somebody else has changed the settings since; read them again';
      throw new ApiError('ETAG_MISMATCH', message);
    }
    return { result: showSettings(now), before: before?.document ?? {}, after: input };
  });
}

function showSettings(stored: StoredSettings | undefined): OfficeSettings {
  if (stored === undefined) return { ...DEFAULTS, languages: [...DEFAULTS.languages], revision: 0 };
  const { document, revision, changedAt, changedBy } = stored;
  return { ...document, revision, changedAt: changedAt.toISOString(), changedBy };
}

function requireValid({ newEvents }: OfficeSettingsInput): void {
  const { currency, timeZone } = newEvents ?? {};
  const details = [
    ...(currency === undefined || isCurrency(currency)
      ? []
      : [{ path: 'newEvents.currency', message: 'is not an ISO 4217 currency code' }]),
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [
          { path: 'newEvents.timeZone', message: 'is not an IANA time zone such as Europe/Berlin' },
        ]),
  ];
  if (details.length > 0) throw invalidRequest(...details);
}

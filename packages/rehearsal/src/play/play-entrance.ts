import type {
  EntranceOfEvent,
  EntranceProgress,
  ScanAnswer,
  SignedInDevice,
} from '@onsale/contracts';
import type { Random } from '@onsale/crowd';
import type { EntranceEvidence } from '../evidence.ts';
import { OfficeClient } from '../office-client.ts';

/** As many as a device sends in one request when it has caught up. */
const BATCH = 20;
/** One of so many tickets is shown again, and one of so many is forged. */
const AGAIN_EVERY = 20;
const FORGED_EVERY = 50;
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

type Shown = Pick<EntranceEvidence['scans'][number], 'code' | 'kind'>;

/** Lets everybody in at several devices at once; some tickets are shown twice, at another device, and some are forged. */
export async function playEntrance(
  office: { url: string; apiKey: string },
  where: { eventId: string; devices: number },
  crowd: { codes: readonly string[]; random: Random; onScan: (ms: number) => void },
): Promise<EntranceEvidence> {
  const client = new OfficeClient(office);
  const { eventId } = where;
  const devices = await signIn(client, office.url, where);
  const shown = crowdOf(crowd.codes, crowd.random);
  const scans: EntranceEvidence['scans'][number][] = [];
  await Promise.all(
    devices.map(async (device, i) => {
      const own = shown.filter((_, position) => position % devices.length === i);
      for (let at = 0; at < own.length; at += BATCH) {
        const batch = own.slice(at, at + BATCH);
        const startMs = performance.now();
        const answers = await device.scan(batch.map(({ code }) => code));
        crowd.onScan(performance.now() - startMs);
        for (const [position, each] of batch.entries()) {
          scans.push({ ...each, admitted: answers[position]?.kind === 'welcome' });
        }
      }
    }),
  );
  const progress = await client.get<EntranceProgress>(`/v1/events/${eventId}/entrance/progress`);
  return { scans, inside: progress.in };
}

// In a mixed order; a copy comes next, which is another device's turn.
function crowdOf(codes: readonly string[], random: Random): Shown[] {
  return shuffled(codes, random).flatMap((code, i) => {
    const shown: Shown[] = [{ code, kind: 'first' }];
    if (i % AGAIN_EVERY === 0) shown.push({ code, kind: 'again' });
    if (i % FORGED_EVERY === 0) shown.push({ code: forge(code, random), kind: 'forged' });
    return shown;
  });
}

function forge(code: string, random: Random): string {
  const at = random.integer(Math.floor(code.length / 2), code.length - 2);
  const letter = random.pick(LETTERS.split('').filter((each) => each !== code[at]));
  return `${code.slice(0, at)}${letter}${code.slice(at + 1)}`;
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [mixed[i], mixed[j]] = [mixed[j] as Item, mixed[i] as Item];
  }
  return mixed;
}

interface ScanningDevice {
  scan(codes: readonly string[]): Promise<ScanAnswer[]>;
}

async function signIn(
  client: OfficeClient,
  url: string,
  { eventId, devices }: { eventId: string; devices: number },
): Promise<ScanningDevice[]> {
  const { settings } = await client.get<EntranceOfEvent>(`/v1/events/${eventId}/entrance`);
  const entranceId = settings.entrances[0]?.entranceId ?? '';
  const signedIn: ScanningDevice[] = [];
  for (let i = 0; i < devices; i++) {
    const { code } = await client.post<{ code: string }>(`/v1/events/${eventId}/devices`, {
      entranceId,
    });
    const device = await post<SignedInDevice>(`${url}/v1/devices`, { code });
    signedIn.push(deviceOf(url, device.token));
  }
  return signedIn;
}

const TRIES = 10;

function deviceOf(url: string, token: string): ScanningDevice {
  let number = 0;
  return {
    scan: async (codes) => {
      const at = Date.now();
      // The same numbers again are the same scans, should there be no answer.
      const scans = codes.map((code) => ({ number: ++number, at, via: 'camera', code }));
      const body = { sentAt: at, scans };
      for (let left = TRIES; ; left--) {
        try {
          const { results } = await post<{ results: { answer: ScanAnswer }[] }>(
            `${url}/v1/checkins`,
            body,
            { authorization: `Bearer ${token}` },
          );
          return results.map(({ answer }) => answer);
        } catch (error) {
          if (left === 0) throw error;
        }
      }
    },
  };
}

async function post<Body>(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Body> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${new URL(url).pathname} was answered ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}

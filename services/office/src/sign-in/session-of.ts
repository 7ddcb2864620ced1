import type { Session } from '@onsale/contracts';
import type { StoredSession } from '@onsale/records';

/** A session as its member sees it; `thisId` is the one that asks. */
export function sessionOf(session: StoredSession, thisId: string | undefined): Session {
  const { sessionId, address, userAgent, createdAt, usedAt, expiresAt } = session;
  return {
    sessionId,
    isThis: sessionId === thisId,
    ...(userAgent === undefined ? {} : { device: deviceOf(userAgent) }),
    ...(address === undefined ? {} : { address }),
    createdAt: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

// What names itself after another browser too comes before that one.
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];
/** Of a program that is no browser. */
const MAX_LENGTH = 40;

/** Browser and system of a `User-Agent`, good enough to know one's own again. */
export function deviceOf(userAgent: string): string {
  const name = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  const parts = [name(BROWSERS), name(SYSTEMS)].filter((part) => part !== undefined);
  return parts.length === 0 ? userAgent.slice(0, MAX_LENGTH) : parts.join(', ');
}

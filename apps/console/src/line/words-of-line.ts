import type { LiveLine, OfficeEvent } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { m } from '../app/texts.ts';

/** As the waiting room names what keeps it from admitting more. */
const WHY: Readonly<Record<string, () => string>> = {
  'no gateway is alive': () => m.line_why_gateways(),
  'no order worker is alive': () => m.line_why_workers(),
  'nobody takes payments': () => m.line_why_payments(),
  'orders wait to be settled': () => m.line_why_orders(),
  'payments are late': () => m.line_why_late_payments(),
  'more orders come than are settled': () => m.line_why_crowd(),
};

/** What keeps a line from admitting more, as a part of a sentence. */
export function wordsOfTrouble(trouble: string): string {
  return WHY[trouble]?.() ?? trouble;
}

/** What a line does now, in a sentence. `settings` are the newest that are known. */
export function wordsOfLine(
  line: LiveLine,
  { event, settings }: { event: OfficeEvent; settings: LiveLine['settings'] },
): string {
  if (settings.isClosed) return m.line_closed();
  const { told } = line;
  if (told === undefined) return m.line_never_worked_on();
  switch (told.status) {
    case 'off':
      return wordsOfNoLine(line, event);
    case 'lobby':
      return m.line_lobby({ time: timeOf(told.opensAt, line) });
    case 'drawing':
      return m.line_drawing();
    case 'halted':
      return line.trouble === undefined
        ? m.line_halted()
        : m.line_halted_why({ why: wordsOfTrouble(line.trouble) });
    case 'sold_out':
      return m.line_sold_out();
    case 'closed':
      return m.line_ended();
    default:
      if (settings.isPaused) return m.line_paused();
      return event.status === 'paused' ? m.line_sale_paused() : m.line_open();
  }
}

function wordsOfNoLine(line: LiveLine, { event }: OfficeEvent): string {
  if (event.waitingRoom?.opens === 'automatic') return m.line_off_automatic();
  const { lobbyFrom, opensAt } = line.told ?? {};
  if (lobbyFrom !== undefined) return m.line_before_lobby({ time: timeOf(lobbyFrom, line) });
  if (opensAt !== undefined) return m.line_before_opening({ time: timeOf(opensAt, line) });
  return m.line_off();
}

function timeOf(iso: string | undefined, { timeZone }: LiveLine): string {
  return iso === undefined ? '' : formatMinute(iso, timeZone);
}

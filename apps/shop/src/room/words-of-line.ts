import type { LineState, Place } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';

/** What is said of a line and one's place in it, at the checkout. */
export interface LineWords {
  title: string;
  text?: string | undefined;
  /** Until when a clock counts down, by the server's clock: ISO 8601. */
  until?: string | undefined;
  tone?: 'good' | 'warn';
}

/** The words; undefined when nobody has to wait. */
export function wordsOfLine({ line, place, ...state }: LineState): LineWords | undefined {
  if (state.isUnknown || line?.status === 'off') return undefined;
  if (line === undefined) return { title: m.room_connecting() };
  if (place?.state === 'served') return { title: m.room_served() };
  if (line.status === 'closed') return { title: m.room_closed(), tone: 'warn' };
  if (line.status === 'lobby') {
    const { opensAt = '' } = line;
    const text = place === undefined ? undefined : m.room_lobby_text();
    return { title: m.room_lobby({ moment: formatMinute(opensAt) }), text, until: opensAt };
  }
  if (line.status === 'drawing' || place?.state === 'lobby') return { title: m.room_drawing() };
  if (place === undefined) return { title: m.room_connecting() };
  return wordsOfPlace(place, { line, ...state });
}

function wordsOfPlace(
  place: Place,
  { line, before, estimate, mayGetNone }: Omit<LineState, 'place'>,
): LineWords {
  const { until } = place;
  if (place.state === 'turn') {
    return { title: m.room_turn(), text: m.room_turn_text(), until, tone: 'good' };
  }
  if (place.state === 'missed') {
    return { title: m.room_missed(), text: m.room_missed_text(), tone: 'warn' };
  }
  if (place.state === 'slowed')
    return { title: m.room_slowed(), text: m.room_slowed_text(), until };
  const people = before ?? place.before ?? 0;
  const texts = [
    line?.status === 'open' && estimate !== undefined
      ? m.room_minutes({ count: Math.max(1, Math.ceil(estimate.lateMs / 60_000)) })
      : '',
    line?.status === 'paused' ? m.room_paused() : '',
    line?.status === 'halted' ? m.room_halted() : '',
    line?.status === 'sold_out' ? m.room_sold_out() : mayGetNone ? m.room_may_get_none() : '',
  ];
  return {
    title:
      people === 0 ? m.room_next() : m.room_before({ count: people, text: formatCount(people) }),
    text: texts.filter(Boolean).join(' '),
  };
}

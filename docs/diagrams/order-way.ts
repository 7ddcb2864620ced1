import type { Arrow, Box, Drawing } from './draw.ts';

const STEPS: [title: string, note: string, look?: Box['look']][] = [
  ['Buyer sends an order', 'POST /v1/orders, with an idempotency key', 'accent'],
  ['Gateway checks it', 'tickets, total, admission, code; Redis isn’t asked'],
  ['Redis stores it, in line', 'place.lua, many orders in one call'],
  ['Buyer has 201 and an address', 'from here on, the order can’t be lost', 'accent'],
  ['Worker takes the tickets', 'settle.lua: all of an order, or none'],
  ['Buyer pays, if online', 'until the deadline; payments asks the provider'],
  ['Redis confirms it', 'finish.lua: stock, status and log in one step', 'good'],
  ['Recorder stores it for years', 'PostgreSQL, exactly once'],
  ['Delivery sends tickets and mail', 'the order’s page has them at once'],
  ['The door lets it in', 'one scan, one entry', 'good'],
];
const PITCH = 62;

/** One order from the request to the door. */
export const orderWay: Drawing = {
  title: `An order’s way: ${STEPS.map(([title]) => title).join('; ')}`,
  height: STEPS.length * PITCH + 4,
  boxes: STEPS.map(([title, note, look = 'plain'], i) => ({
    at: [24, 8 + i * PITCH],
    size: [312, 44],
    title: `${i + 1}  ${title}`,
    note,
    look,
  })),
  arrows: STEPS.slice(1).map((_, i): Arrow => {
    const top = 8 + i * PITCH + 44;
    return {
      through: [
        [180, top],
        [180, top + PITCH - 46],
      ],
    };
  }),
};

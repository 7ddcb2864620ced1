import { draw } from './draw.ts';
import { eventStates } from './event-states.ts';
import { orderStates } from './order-states.ts';
import { orderWay } from './order-way.ts';
import { parts } from './parts.ts';

/** Every drawing by the name of its file, as SVG. */
export const diagrams: Record<string, string> = {
  parts: draw(parts),
  'order-way': draw(orderWay),
  'order-states': draw(orderStates),
  'event-states': draw(eventStates),
};

import type { LineState } from '@onsale/api-client';
import { m } from '../app/texts.ts';

/** A line about the draw: what it names, and its text or where to read it. */
interface DrawFact {
  term?: string;
  text: string;
  href?: string;
}

/** What anybody needs to check the draw; empty for a line without one. */
export function drawFacts({ line, place }: LineState): DrawFact[] {
  const draw = line?.draw;
  if (line === undefined || draw === undefined) return [];
  const facts: DrawFact[] = [{ term: 'SHA-256 (seed)', text: draw.seedHash }];
  if (draw.listHash !== undefined) facts.push({ term: 'SHA-256 (lots)', text: draw.listHash });
  if (place?.lot !== undefined) facts.push({ term: m.draw_lot(), text: place.lot });
  const href = `/api/v1/lines/${encodeURIComponent(line.eventId)}/lots`;
  if (draw.isDrawn) facts.push({ text: m.draw_proof(), href });
  return facts;
}

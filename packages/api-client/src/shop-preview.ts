import type { EventDetails, Seller } from './generated/index.ts';

// The console shows a draft in the shop's own pages, in a frame of its own address. What both say to
// each other, by postMessage.

/** From the frame: its pages are loaded, and wait for a draft. */
export const PREVIEW_READY = 'onsale preview ready';

/** To the frame: what its pages show from now on, in place of what a gateway would answer. */
export interface ShopPreview {
  kind: 'onsale preview';
  event: EventDetails;
  seller: Seller;
  language: string;
  colorScheme: 'light' | 'dark';
}

/** All that the tickets of an order say on paper. Moments are ISO 8601. */
export interface TicketsContent {
  /** ISO 639-1. */
  language: string;
  /** The order's handle, which opens nothing. */
  order: string;
  /** The guilloche and its inks are drawn from its id, as the shop does it. */
  event: {
    id: string;
    name: string;
    venue: string;
    city?: string;
    startsAt: string;
    endsAt?: string;
    doorsAt?: string;
    /** IANA. */
    timeZone?: string;
    minimumAge?: number;
    ageNote?: string;
  };
  seller: { name: string; email?: string; website?: string };
  /** Those that admit; one page for each. */
  tickets: PrintedTicket[];
}

export interface PrintedTicket {
  /** “2 of 4”. */
  place: number;
  of: number;
  /** What the ticket type is called. */
  name: string;
  /** What its holders are told: plain text. */
  text?: string;
  holder?: string;
  /** What its QR code says: capital letters and digits. */
  code: string;
  /** Its price, in minor units of the currency; missing where none is to be seen. */
  price?: { minor: number; currency: string };
}

// What a mail says, before it is put into words: plain data. Amounts are decimals in their currency, as in the
// API; moments are ISO 8601. Whatever a person has written stands here as it was written.

/** Who sells, for the foot of each mail. */
export interface MailShop {
  name: string;
  /** Address of the shop, without a slash at its end. */
  url: string;
  contactEmail?: string | undefined;
  /** Who is responsible: Markdown, or an https URL. */
  imprint?: string | undefined;
  legalName?: string | undefined;
  postalAddress?: string | undefined;
  vatId?: string | undefined;
}

/** An event that has left the sale may be known by its name alone. */
export interface MailEvent {
  name: string;
  venue?: string | undefined;
  city?: string | undefined;
  startsAt?: string | undefined;
  endsAt?: string | undefined;
  doorsAt?: string | undefined;
  /** IANA. */
  timeZone?: string | undefined;
}

/** A line of an order. */
export interface MailLine {
  /** What the ticket type is called. */
  name: string;
  qty: number;
  total: number;
  /** What the event says to holders of this type: plain text. */
  text?: string | undefined;
}

export interface MailOrder {
  orderId: string;
  /** Of its page. */
  url: string;
  buyer: string;
  lines: readonly MailLine[];
  total: number;
  fee?: number | undefined;
  tax?: number | undefined;
  discount?: number | undefined;
  currency: string;
}

/** The terms that a buyer has accepted. */
export interface MailTerms {
  version: string;
  /** Markdown, or an https URL; missing where only the version is known. */
  text?: string | undefined;
}

/** Tickets of one type, as far as a mail is about them. */
export interface MailTickets {
  name: string;
  count: number;
}

interface OfShop {
  shop: MailShop;
}

interface OfOrder extends OfShop {
  event: MailEvent;
  order: MailOrder;
}

/** All mails by their kind. */
export interface MailContents {
  confirmed: OfOrder & {
    terms?: MailTerms | undefined;
    /** Whether the tickets are attached, and a receipt. */
    attached: { tickets: boolean; receipt: boolean };
    /** Until when names can be changed. */
    namesUntil?: string | undefined;
  };
  refund: OfOrder & {
    amount: number;
    /** Those that are void by it; none when only money goes back. */
    tickets: readonly MailTickets[];
    /** Whether all of the order was refunded. */
    isAll: boolean;
    hasCreditNote: boolean;
  };
  payment_returned: OfOrder & {
    amount: number;
    currency: string;
    /** Whether the order is confirmed all the same: more was paid than it costs. */
    hasTickets: boolean;
    /** Whether it was another amount than the order costs: that may still be paid. */
    isWrongAmount?: boolean | undefined;
  };
  cancelled: OfOrder;
  event_cancelled: OfOrder & { refund?: number | undefined };
  event_changed: OfOrder & {
    /** What was said before, of what is different now. */
    before: Partial<MailEvent>;
    /** What the team adds. */
    note?: string | undefined;
    attached: { tickets: boolean };
  };
  reminder: OfOrder & { isTomorrow: boolean; attached: { tickets: boolean } };
  ticket_replaced: OfOrder & {
    tickets: readonly { name: string; holder?: string | undefined }[];
    attached: { tickets: boolean };
  };
  message: OfShop & {
    event: MailEvent;
    /** Placeholders are filled in already. */
    subject: string;
    body: string;
    orderUrl?: string | undefined;
    /** Of the page on which the reader can ask for no more of them. */
    optOutUrl: string;
  };
  order_links: OfShop & { url: string; minutes: number };
  test: OfShop & { by?: string | undefined };
  webhook_disabled: OfShop & {
    /** Address of the endpoint, and since when it has failed. */
    endpoint: string;
    since?: string | undefined;
    /** What it answered last. */
    answer?: string | undefined;
    /** Its page in the console. */
    consoleUrl: string;
  };
}

export type MailContentKind = keyof MailContents;

/** What a mail of one kind says. */
export type MailContent = {
  [Kind in MailContentKind]: { kind: Kind } & MailContents[Kind];
}[MailContentKind];

/** A mail in words. */
export interface RenderedMail {
  /** One line, of at most 150 characters. */
  subject: string;
  text: string;
  html: string;
}

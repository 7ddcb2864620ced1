/** A part of a mail, which is written as plain text and as HTML. A text may have several lines. */
export type Block =
  | { kind: 'headline'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** What is to be read only by those who look for it. */
  | { kind: 'small'; text: string }
  | { kind: 'button'; text: string; url: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; rows: readonly Fact[] }
  /** An event, as the stub of a ticket. */
  | { kind: 'stub'; title: string; rows: readonly Fact[] }
  | { kind: 'bill'; lines: readonly BillLine[]; sums: readonly BillLine[] }
  /** What the seller has written. */
  | { kind: 'quote'; title?: string | undefined; text: string };

export interface Fact {
  label: string;
  value: string;
}

export interface BillLine {
  label: string;
  amount: string;
  isTotal?: boolean;
}

/** A mail before it is laid out. */
export interface MailDraft {
  subject: string;
  /** What a list of mails shows beside the subject. */
  preheader: string;
  blocks: readonly Block[];
}

/** Who writes and why, below each mail. */
export interface MailFoot {
  seller: string;
  /** The address of who is responsible. */
  lines: readonly string[];
  /** Why the reader gets it, and how to ask or to get no more. */
  sentences: readonly string[];
  links: readonly { text: string; url: string }[];
}

import type { BillLine, Block, Fact, MailDraft, MailFoot } from './blocks.ts';

/** A mail as plain text. */
export function plainText({ blocks }: MailDraft, foot: MailFoot): string {
  return `${[...blocks.map(textBlock), footOf(foot)].join('\n\n')}\n`;
}

function textBlock(block: Block): string {
  switch (block.kind) {
    case 'headline':
      return underlined(block.text, '=');
    case 'heading':
      return `\n${underlined(block.text, '-')}`;
    case 'paragraph':
    case 'small':
      return block.text;
    case 'button':
      return `${block.text}:\n${block.url}`;
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'facts':
      return facts(block.rows);
    case 'stub':
      return `${block.title}\n${facts(block.rows)}`;
    case 'bill':
      return [...block.lines, ...block.sums].map(billLine).join('\n');
    default:
      return indented(block.title === undefined ? block.text : `${block.title}\n${block.text}`);
  }
}

/** Longer lines break where they are read. */
const LONGEST_RULE = 60;

function underlined(text: string, rule: string): string {
  return `${text}\n${rule.repeat(Math.min(text.length, LONGEST_RULE))}`;
}

function facts(rows: readonly Fact[]): string {
  return rows.map(({ label, value }) => `${label}: ${value.replaceAll('\n', ', ')}`).join('\n');
}

function billLine({ label, amount }: BillLine): string {
  return `${label}: ${amount}`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

// Not the line that begins a signature: programs hide what follows that.
function footOf({ seller, lines, sentences, links }: MailFoot): string {
  const addresses = links.map(({ text, url }) => `${text}: ${url}`);
  return ['---', seller, ...lines, ...addresses, '', ...sentences].join('\n').trimEnd();
}

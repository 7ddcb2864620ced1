import { Lexer, type Token, type Tokens } from 'marked';
import {
  type MarkdownElement,
  type MarkdownNode,
  type MarkdownTag,
  paragraphsOf,
} from './plain-text.ts';

/** Deeper than any text that people write; what is nested deeper is left as text. */
const MAX_DEPTH = 20;

/**
 * Markdown as a tree of harmless elements. There is no HTML in between, neither ours nor the author's:
 * tags are shown as the text that they are, an image as its description, and a link that leads
 * anywhere but to a page, an address or a telephone as its words. Never throws.
 */
export function parseMarkdown(text: string): MarkdownNode[] {
  try {
    return blocks(Lexer.lex(text, { gfm: true }), 0);
  } catch {
    // The parser calls itself for each level of a list or quotation, of which a text may have thousands.
    return paragraphsOf(text);
  }
}

function blocks(tokens: readonly Token[], depth: number): MarkdownNode[] {
  return tokens.flatMap((token) => block(token, depth));
}

function block(token: Token, depth: number): MarkdownNode[] {
  if (depth > MAX_DEPTH) return [element('p', [token.raw])];
  switch (token.type) {
    case 'heading': {
      // The name of the page is the first.
      const tag = (['h2', 'h3', 'h4', 'h5'] as const)[token['depth'] - 1] ?? 'h6';
      return [element(tag, inline(token, depth))];
    }
    case 'paragraph':
      return [element('p', inline(token, depth))];
    case 'blockquote':
      return [element('blockquote', blocks((token as Tokens.Generic).tokens ?? [], depth + 1))];
    case 'list':
      return [list(token as Tokens.List, depth)];
    case 'code':
      return [element('pre', [element('code', [String(token['text'])])])];
    case 'hr':
      return [element('hr', [])];
    case 'table':
      return [table(token as Tokens.Table, depth)];
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    // In a list without empty lines: the words of an item.
    case 'text':
      return inline(token, depth);
    // `html`, and what another edition of the parser may bring.
    default:
      return [element('p', [token.raw.trim()])];
  }
}

function list({ ordered, start, items }: Tokens.List, depth: number): MarkdownElement {
  const children = items.map((item) => element('li', blocks(item.tokens, depth + 1)));
  if (!ordered) return element('ul', children);
  return start === 1 || start === ''
    ? element('ol', children)
    : { ...element('ol', children), start };
}

function table({ header, rows }: Tokens.Table, depth: number): MarkdownElement {
  const row = (tag: 'th' | 'td', cells: Tokens.TableCell[]) =>
    element(
      'tr',
      cells.map((cell) => element(tag, inlines(cell.tokens, depth))),
    );
  const all = [row('th', header), ...rows.map((cells) => row('td', cells))];
  return element('table', [element('tbody', all)]);
}

function inline(token: Token, depth: number): MarkdownNode[] {
  const { raw, tokens } = token as Tokens.Generic;
  return tokens === undefined ? [decode(raw)] : inlines(tokens, depth);
}

function inlines(tokens: readonly Token[], depth: number): MarkdownNode[] {
  return tokens.flatMap((token): MarkdownNode[] => {
    if (depth > MAX_DEPTH) return [token.raw];
    const children = () => inlines((token as Tokens.Generic).tokens ?? [], depth + 1);
    switch (token.type) {
      case 'strong':
      case 'em':
      case 'del':
        return [element(token.type, children())];
      case 'codespan':
        return [element('code', [String(token['text'])])];
      case 'br':
        return [element('br', [])];
      case 'link':
        return link(String(token['href']), children());
      case 'escape':
        return [String(token['text'])];
      case 'image':
      case 'text':
        return [decode(String(token['text']))];
      case 'checkbox':
        return [];
      default:
        return [token.raw];
    }
  });
}

const SAFE_PROTOCOLS = new Set(['https:', 'http:', 'mailto:', 'tel:']);

function link(address: string, children: MarkdownNode[]): MarkdownNode[] {
  const href = safeAddress(address);
  return href === undefined ? children : [{ ...element('a', children), href }];
}

// The address as the browser understands it, when it leads to something harmless.
function safeAddress(address: string): string | undefined {
  // A path on this site; two slashes, or a backslash, would lead to another.
  if (/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(address)) return address;
  try {
    const { protocol, href } = new URL(address);
    return SAFE_PROTOCOLS.has(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}

const CHARACTERS: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' },
  ...{ copy: '©', reg: '®', trade: '™', hellip: '…', ndash: '–', mdash: '—', euro: '€' },
};

/** They write a text the other way round, so that it reads as something else. */
const TURNING = /[\u202A-\u202E]/g;

// The characters that people write by name or number.
function decode(text: string): string {
  const decoded = text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return CHARACTERS[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 31 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
  return decoded.replaceAll(TURNING, '');
}

function element(tag: MarkdownTag, children: MarkdownNode[]): MarkdownElement {
  return { tag, children };
}

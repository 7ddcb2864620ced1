/** The elements that a text may have; nothing else can come of any text. */
export type MarkdownTag =
  | ('p' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' | 'ul' | 'ol' | 'li' | 'blockquote' | 'pre' | 'hr')
  | ('table' | 'tbody' | 'tr' | 'th' | 'td' | 'strong' | 'em' | 'del' | 'code' | 'br' | 'a');

export interface MarkdownElement {
  tag: MarkdownTag;
  children: MarkdownNode[];
  /** Of a link; checked. */
  href?: string;
  /** Of an ordered list. */
  start?: number;
}

/** A string is text. */
export type MarkdownNode = string | MarkdownElement;

/** The paragraphs of a text that has no marks. */
export function paragraphsOf(text: string): MarkdownElement[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => ({ tag: 'p', children: [paragraph] }));
}

/** Whether a text has anything that Markdown would show in another way. */
export function hasMarks(text: string): boolean {
  return /[*_`#<>[\]\\~|&]|^ {0,3}([-+=]|\d+[.)])|:\/\/|@| {2,}\n|^ {4}/m.test(text);
}

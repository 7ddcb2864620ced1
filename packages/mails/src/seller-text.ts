/** Whether the text of a seller is nothing but an address of one. */
export function isAddress(text: string): boolean {
  return /^https:\/\/[^\s]+$/.test(text.trim());
}

/** The end of a line that is so long that its author's editor has wrapped it; those of an address stay as they are. */
const WRAPPED = /(?<=[^\n]{60})\n(?=[^\n•])/g;

/**
 * What a seller has written in Markdown, as plain text that reads well in any mail: headings are lines of their
 * own, and links have their address behind them.
 */
export function plainOfMarkdown(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/^ {0,3}#{1,6} +(.*?) *#*$/gm, '$1')
    .replaceAll(/^ {0,3}[*+-] +/gm, '• ')
    .replaceAll(/!\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/\[([^\]\n]+)\]\((\S+?)\)/g, (_, words: string, address: string) => {
      const target = address.replace(/^mailto:/, '');
      return words === target ? words : `${words} (${target})`;
    })
    .replaceAll(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(/(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])/g, '$1')
    .replaceAll(WRAPPED, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

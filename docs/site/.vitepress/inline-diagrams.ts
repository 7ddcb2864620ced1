import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * Diagrams are put into the page, so that they follow its light and dark mode: `theme/style.css` has
 * their colours. As files, which is how they are seen elsewhere, they have their own.
 */
export function inlineDiagrams(markdown: MarkdownRenderer): void {
  const { image } = markdown.renderer.rules;
  markdown.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const source = token?.attrGet('src') ?? '';
    if (!/(^|\/)diagrams\/[a-z-]+\.svg$/.test(source))
      return image?.(tokens, index, options, env, self) ?? '';
    const file = new URL(`../../diagrams/${basename(source)}`, import.meta.url);
    const drawing = readFileSync(file, 'utf8').replace(/<style>[^]*?<\/style>\s*/, '');
    return drawing.replaceAll('\n', ' ');
  };
}

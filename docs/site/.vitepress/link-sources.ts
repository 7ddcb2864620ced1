import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Where the sources can be read, with a slash at its end; the pipeline knows it. */
const SOURCES = process.env['SOURCES_URL'];

/**
 * Links from a page to a file that is no page, such as `../catalog.yaml`, lead to the repository; those to
 * an OpenAPI document to its reference. A site that is built without the address of the repository has
 * the name of the file alone.
 */
export function linkSources(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('link-sources', ({ tokens, env }) => {
    const page = (env as { relativePath?: string }).relativePath ?? '';
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'link_open') continue;
      const file = sourceOf(page, token.attrGet('href') ?? '');
      if (file === undefined) continue;
      const reference = /^api\/([a-z-]+)\.openapi\.json$/.exec(file)?.[1];
      if (reference !== undefined) {
        token.attrSet('href', `/reference/${reference}`);
        continue;
      }
      if (SOURCES === undefined) token.tag = 'span';
      token.attrs = SOURCES === undefined ? [['title', file]] : [['href', SOURCES + file]];
      closeAs(tokens, token);
    }
  });
}

/** The path in the project of what a link leads to; undefined for pages and other sites. */
function sourceOf(page: string, link: string): string | undefined {
  if (/^([a-z]+:|#|\/)/.test(link)) return undefined;
  const file = posix.join('docs', posix.dirname(page), link);
  const [path = ''] = file.split('#');
  return path.startsWith('docs/') && /(\.md|\.html|\/docs)$/.test(path) ? undefined : file;
}

type Token = ReturnType<MarkdownRenderer['parse']>[number];

function closeAs(blocks: readonly Token[], open: Token): void {
  const siblings = blocks.find(({ children }) => children?.includes(open))?.children ?? [];
  const close = siblings.slice(siblings.indexOf(open)).find(({ type }) => type === 'link_close');
  if (close !== undefined) close.tag = open.tag;
}

import { defineConfig } from 'vitepress';
import { inlineDiagrams } from './inline-diagrams.ts';
import { linkSources } from './link-sources.ts';
import { sidebar } from './sidebar.ts';

// The pages are the files of docs/, where they can also be read without the site. Nothing is fetched,
// neither by the build nor by who reads it: search, fonts and pictures are part of it.
export default defineConfig({
  title: 'Onsale',
  description: 'Sells a limited stock of tickets to a crowd that arrives in the same minute',
  lang: 'en',
  srcDir: '..',
  srcExclude: ['site/node_modules/**'],
  outDir: 'dist',
  cacheDir: 'dist/.cache',
  cleanUrls: false,
  metaChunk: true,
  ignoreDeadLinks: 'localhostLinks',
  // Where it is served: `vitepress build docs/site --base /onsale/`.
  base: '/',
  rewrites: { 'site/reference/:document.md': 'reference/:document.md' },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Sell', link: '/sell' },
      { text: 'API', link: '/api' },
      { text: 'Run', link: '/run' },
      { text: 'Change', link: '/change' },
    ],
    sidebar,
  },
  markdown: {
    anchor: { slugify: headingName },
    config: (markdown) => {
      markdown.use(linkSources).use(inlineDiagrams);
    },
  },
});

/** As GitLab and GitHub name headings, so that a link leads to the same place everywhere. */
function headingName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

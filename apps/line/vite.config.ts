import { compiledMessages } from '@onsale/i18n/compile-messages';
import { defineConfig, type Plugin } from 'vite';
import { compileMessages } from './compile-messages.ts';

// `npm run dev -w @onsale/line` expects the waiting room of `npm start` on its usual port, and leads to it by the same
// paths as nginx.
export default defineConfig({
  base: '/line/',
  plugins: [compiledMessages(compileMessages), plainImports()],
  build: {
    target: 'baseline-widely-available',
    modulePreload: false,
    manifest: true,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // TanStack Query's marks for servers, of which there is none; the page has nothing of it.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  server: {
    port: 8094,
    proxy: {
      '/api': {
        target: 'http://127.0.0.1:5003',
        rewrite: (path) => path.replace(/^\/api(\/v1)?/, ''),
      },
    },
  },
});

// Only texts are loaded later, and they need no other file: what Vite adds to find such files is a sixteenth of all that
// the page may weigh.
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('vite/preload-helper.js')
        ? 'export const __vitePreload = (load) => load();'
        : null,
  };
}

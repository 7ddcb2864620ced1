import { compiledMessages } from '@onsale/i18n/compile-messages';
import { defineConfig } from 'vite';
import { compileMessages } from './compile-messages.ts';

// `npm run dev -w @onsale/line` expects the waiting room of `npm start` on its usual port, and leads to it by the same
// paths as nginx.
export default defineConfig({
  base: '/line/',
  plugins: [compiledMessages(compileMessages)],
  build: {
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: { checks: { bundlerTimings: false } },
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

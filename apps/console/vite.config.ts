import { compiledMessages } from '@onsale/i18n/compile-messages';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compileMessages } from './compile-messages.ts';

// `npm run dev -w @onsale/console` expects the services of `npm start` on their usual ports, and leads to
// them by the same paths as nginx.
export default defineConfig({
  plugins: [react(), compiledMessages(compileMessages)],
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // TanStack's and Mantine's marks for servers, of which there is none.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
    // In kB. It is loaded once in a while, by a few.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    port: 8092,
    proxy: {
      '/api': { target: 'http://127.0.0.1:5006', rewrite: (path) => path.replace(/^\/api/, '') },
      '/pictures': 'http://127.0.0.1:5006',
    },
  },
});

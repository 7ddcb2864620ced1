import { compiledMessages } from '@onsale/i18n/compile-messages';
import { createRequire } from 'node:module';
import { defineConfig } from 'vite';
import { appWorker } from './build-worker.ts';
import { compileMessages } from './compile-messages.ts';

const BASE = '/checkin/';

// `npm run dev -w @onsale/checkin` expects the office of `npm start` on its usual port, and leads to it by the
// same paths as nginx.
export default defineConfig({
  base: BASE,
  plugins: [compiledMessages(compileMessages), appWorker(BASE)],
  // Written in React, built with Preact: a third of the size.
  resolve: {
    alias: [
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
      { find: 'react-dom/client', replacement: 'preact/compat/client' },
      { find: /^react\/(jsx(-dev)?-runtime)$/, replacement: 'preact/$1' },
      { find: /^zxing-reader\.wasm(?=\?)/, replacement: zxingReader() },
    ],
  },
  build: {
    target: 'baseline-widely-available',
    // A picture inside the style sheet would need data: in the policy of what may be loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // TanStack Query's marks for servers, of which there is none.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 8093,
    proxy: {
      '/api': { target: 'http://127.0.0.1:5006', rewrite: (path) => path.replace(/^\/api/, '') },
    },
  },
});

// Of the version that barcode-detector was built with, which need not be the one that others here use.
function zxingReader(): string {
  const { resolve } = createRequire(import.meta.url);
  return createRequire(resolve('barcode-detector/ponyfill')).resolve(
    'zxing-wasm/reader/zxing_reader.wasm',
  );
}

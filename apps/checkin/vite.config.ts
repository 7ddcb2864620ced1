import { defineConfig, type Plugin } from 'vite';
import { compileMessages } from './compile-messages.ts';

// `npm run dev -w @onsale/checkin` expects the office of `npm start` on its usual port, and leads to it by the
// same paths as nginx.
export default defineConfig({
  base: '/checkin/',
  plugins: [compiledMessages()],
  // Written in React, built with Preact: a third of the size.
  resolve: {
    alias: {
      react: 'preact/compat',
      'react-dom': 'preact/compat',
      'react-dom/client': 'preact/compat/client',
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
    },
  },
  build: {
    target: 'baseline-widely-available',
    // A picture inside the style sheet would need data: in the policy of what may be loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  worker: { format: 'es' },
  server: {
    port: 8093,
    proxy: {
      '/api': { target: 'http://127.0.0.1:5006', rewrite: (path) => path.replace(/^\/api/, '') },
    },
  },
});

// Those that are up to date are left as they are: tests may be reading them.
function compiledMessages(): Plugin {
  return {
    name: 'compiled-messages',
    buildStart: compileMessages,
    configureServer: (server) => {
      server.watcher.add('messages/*.json');
      server.watcher.on('change', (file) => {
        if (file.endsWith('.json')) void compileMessages();
      });
    },
  };
}

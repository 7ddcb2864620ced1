import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What the laboratory loads has a folder of its own, which nginx can close. */
const LAB_SOURCE = /\/src\/lab\//;

// `npm run dev -w @onsale/frontend` expects the services of `npm start` on their usual ports, and
// leads to them by the same paths as nginx.
export default defineConfig({
  plugins: [react(), settingsOfDevelopment()],
  build: {
    target: 'baseline-widely-available',
    // A picture inside the style sheet would need data: in the policy of what may be loaded.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      output: {
        // Every file in assets/ carries a hash of its content and is kept for ever by browsers.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => LAB_SOURCE.test(id))
            ? 'assets/lab/[name]-[hash].js'
            : 'assets/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.includes('LabPage.css')
            ? 'assets/lab/[name]-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: {
    port: 8081,
    proxy: {
      '/api': { target: 'http://127.0.0.1:5000', rewrite: (path) => path.replace(/^\/api/, '') },
      '/workload': {
        target: 'http://127.0.0.1:9000',
        rewrite: (path) => path.replace(/^\/workload/, ''),
      },
    },
  },
});

// Of what nginx tells the page when it starts, in its place.
function settingsOfDevelopment(): Plugin {
  return {
    name: 'settings-of-development',
    configureServer: (server) => {
      server.middlewares.use('/config.json', (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ lab: true, maxQtyPerOrder: 10, paymentMethods: [] }));
      });
    },
  };
}

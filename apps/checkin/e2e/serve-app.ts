import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { build } from 'vite';

const NOBODY = 'http://127.0.0.1:9';
const app = fileURLToPath(new URL('../', import.meta.url));

/** The app, or a page of these tests in its place, behind the real nginx, where a new version may come. */
export interface ServedApp {
  /** Of the app. */
  url: string;
  nginx: Nginx;
  /** Builds it anew, with this as `window.appVersion`, in the place of what was there. */
  deploy(version: string): Promise<void>;
  stop(): Promise<void>;
}

/** Serves it, from `root` seen from the folder of the app, with an office if there is one. */
export async function serveApp(
  root = '.',
  { officeUrl = NOBODY, consolePort }: { officeUrl?: string; consolePort?: number } = {},
): Promise<ServedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-checkin-'));
  const outDir = join(folder, 'console/checkin');
  await mkdir(join(folder, 'console'));
  for (const file of ['index.html', 'robots.txt', 'console/index.html']) {
    await writeFile(join(folder, file), '');
  }
  const deploy = async (version: string) => await buildVersion(version, { outDir, root });
  await deploy('first');
  const port = consolePort === undefined ? {} : { CONSOLE_PORT: String(consolePort) };
  const nginx = await startNginx({ WEB_ROOT: folder, OFFICE_URL: officeUrl, ...port });
  return {
    ...{ url: `${nginx.consoleUrl}/checkin/`, nginx, deploy },
    stop: async () => {
      await nginx.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Builds the app, or a page of these tests, as another version of it. */
export async function buildVersion(
  version: string,
  { outDir, root = '.' }: { outDir: string; root?: string },
): Promise<void> {
  await build({
    ...{ root: join(app, root), configFile: `${app}vite.config.ts`, logLevel: 'warn' },
    publicDir: join(app, 'public'),
    plugins: [{ name: 'version', transform: (code, id) => withVersion(code, id, version) }],
    build: { outDir, emptyOutDir: true },
  });
}

// In a file that all others hang on.
function withVersion(code: string, id: string, version: string): string | null {
  return /\/(src\/app|e2e\/desk-app)\/main\.ts$/.test(id)
    ? `${code}\nwindow.appVersion = '${version}';`
    : null;
}

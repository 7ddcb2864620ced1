import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../end-with-us.ts';
import { eventually } from '../eventually.ts';

const pages = fileURLToPath(
  new URL('../../../../services/frontend/dist/console/', import.meta.url),
);

/** Serves the console at `port`, in front of this office. */
export async function startConsoleDoor(port: number, officeUrl: string) {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-console-'));
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, officeUrl));
  const child = spawn('nginx', ['-c', file, '-p', folder, '-e', 'stderr'], { stdio: 'inherit' });
  endWithUs(child);
  await eventually(
    async () =>
      (await fetch(`http://127.0.0.1:${port}/favicon.svg`).catch(() => undefined))?.status,
    (status) => status === 200,
  );
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

function configuration(folder: string, port: number, officeUrl: string): string {
  return `daemon off;
pid ${folder}/pid;
events {}
http {
  types { text/html html; text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; }
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/unused;
  uwsgi_temp_path ${folder}/unused;
  scgi_temp_path ${folder}/unused;
  server {
    listen 127.0.0.1:${port};
    root ${pages};
    add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-$request_id'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'" always;
    location /api/ {
      proxy_pass ${officeUrl}/;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_buffering off;
    }
    location /pictures/ { proxy_pass ${officeUrl}; }
    location /assets/ { try_files $uri =404; }
    location / { ssi on; try_files $uri /index.html; }
  }
}
`;
}

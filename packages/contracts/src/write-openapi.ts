import { writeFile } from 'node:fs/promises';
import { interfaces } from './interfaces.ts';

// Writes the published OpenAPI documents; run `npm run api` after changing a schema.
for (const [name, build] of Object.entries(interfaces)) {
  const file = new URL(`../../../api/${name}.openapi.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify(build(), null, 2)}\n`);
}

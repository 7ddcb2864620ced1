import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationManifests } from './configuration-manifests.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
for (const [file, text] of Object.entries(configurationManifests())) {
  writeFileSync(project + file, text);
}

import { writeFileSync } from 'node:fs';
import { project } from '../tools/find-tools.ts';
import { generatedSources, RENDERED_BASE, renderBase } from './rendered-files.ts';

for (const [file, text] of Object.entries(generatedSources())) writeFileSync(project + file, text);
writeFileSync(project + RENDERED_BASE, await renderBase());

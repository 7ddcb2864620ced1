import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  listImages,
  loadCommands,
  LOCAL_REPOSITORY,
  projectFolder,
  projectVersion,
  runCommand,
} from '@onsale/images';
import { parse } from 'yaml';
import { listFiles, readText } from '../../test/project-files.ts';

// What `npm run images -- build` makes is what everything else asks for: one repository, and the
// version of package.json as the tag.

const built = listImages().map(({ name }) => `${LOCAL_REPOSITORY}/${name}:${projectVersion()}`);

const files = listFiles().filter((file) => /^(k8s|deploy|docs)\/.*\.(yaml|md)$/.test(file));

test('the images that manifests and pages name are those that are built', () => {
  const named = new Set(files.flatMap((file) => imagesIn(readText(file))));
  assert.ok(named.size > 1);
  assert.deepEqual(
    [...named].filter((name) => !built.includes(name)),
    [],
  );
});

test('the tags that kustomizations set, and the labels, are the version', () => {
  const texts = files.filter((file) => file.endsWith('.yaml')).map(readText);
  const labels = texts.flatMap((text) => text.match(/(?<=kubernetes\.io\/version: ).+/g) ?? []);
  const tags = texts
    .filter((text) => /^images:$/m.test(text))
    .flatMap((text) => (parse(text) as { images: { name: string; newTag?: string }[] }).images)
    .filter(({ name, newTag }) => name.startsWith(LOCAL_REPOSITORY) && newTag !== undefined)
    .map(({ newTag }) => newTag);
  assert.ok(labels.length > 0);
  const versions = new Set([...tags, ...labels.map((label) => label.replaceAll(/['"]/g, ''))]);
  assert.deepEqual([...versions], [projectVersion()]);
});

test('compose.yaml builds each image by the name that `npm run images` gives it', () => {
  const text = readText('compose.yaml').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
  const { services } = parse(text) as {
    services: Record<string, { build?: object; image: string }>;
  };
  const ours = Object.values(services).filter(({ image }) => image.startsWith(LOCAL_REPOSITORY));
  const made = ours.filter(({ build }) => build !== undefined).map(({ image }) => image);
  assert.deepEqual(made.sort(), built);
  for (const { image } of ours) assert.ok(built.includes(image), image);
});

test('the Dockerfiles have the version of package.json', () => {
  for (const file of new Set(listImages().map(({ dockerfile }) => dockerfile))) {
    assert.match(readText(file), new RegExp(`^ARG VERSION=${projectVersion()}$`, 'm'), file);
  }
});

test('IMAGE_REPOSITORY and --tag change the names', async () => {
  const words = [`${projectFolder}deploy/images/src/main.ts`, 'list', '--tag', '1.2.3-rc.1'];
  const environment = { IMAGE_REPOSITORY: 'registry.example/tickets' };
  const said = await runCommand(process.execPath, words, { environment });
  const names = listImages().map(({ name }) => `registry.example/tickets/${name}:1.2.3-rc.1`);
  assert.deepEqual(said.trim().split('\n'), names);
});

test('images are loaded from Docker by name, and from Podman by an archive', () => {
  const docker = loadCommands({ name: 'docker' }, ['a:1', 'b:1']);
  assert.deepEqual(docker.load, {
    kind: 'kind load docker-image a:1 b:1',
    k3d: 'k3d image import a:1 b:1',
    minikube: 'minikube image load a:1 b:1',
  });
  assert.equal(docker.save, undefined);
  const { save, load } = loadCommands({ name: 'podman' }, ['a:1', 'b:1']);
  const [, archive = ''] = /--output (\S+) a:1 b:1$/.exec(save ?? '') ?? [];
  assert.equal(load.kind, `kind load image-archive ${archive}`);
});

function imagesIn(text: string): string[] {
  return text.match(new RegExp(`${LOCAL_REPOSITORY}/[a-z-]+:[\\w.-]+`, 'g')) ?? [];
}

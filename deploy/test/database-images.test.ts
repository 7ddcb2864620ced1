import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeVersion } from '@onsale/redis';
import { readText } from '../../test/project-files.ts';
import { find, readManifests } from './manifests.ts';

test('Compose and Kubernetes run the same PostgreSQL, pinned, of a version that the records know', () => {
  const { containers } = find(readManifests(), 'StatefulSet', 'postgres')['spec'].template.spec;
  const [{ image }] = containers as [{ image: string }];
  const [, major = ''] = /:(\d+)\.\d+-bookworm@sha256:[0-9a-f]{64}$/.exec(image) ?? [];
  assert.ok(Number(major) >= 15, image);
  assert.ok(readText('compose.yaml').includes(`{POSTGRES_IMAGE:-${image}}`));
});

test('Compose and Kubernetes run the same Redis, pinned, without known security holes', () => {
  const { initContainers, containers } = find(readManifests(), 'StatefulSet', 'redis')['spec']
    .template.spec;
  const images = new Set<string>(
    [...initContainers, ...containers].map(({ image }: { image: string }) => image),
  );
  const [image = '', ...others] = images;
  assert.deepEqual(others, []);
  const [, version = ''] = /:([\d.]+)-bookworm@sha256:[0-9a-f]{64}$/.exec(image) ?? [];
  assert.deepEqual(describeVersion(new Map([['redis_version', version]])), []);
  assert.ok(readText('compose.yaml').includes(`{REDIS_IMAGE:-${image}}`));
});

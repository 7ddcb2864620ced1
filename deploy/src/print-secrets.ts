import { stringify } from 'yaml';
import { newSecrets } from './secret-manifests.ts';

// For piping into kubectl create, which changes nothing if they exist: npm run --silent k8s:secrets
// | kubectl create -f -
process.stdout.write(
  newSecrets()
    .map((secret) => stringify(secret))
    .join('---\n'),
);

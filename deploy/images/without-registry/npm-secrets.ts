import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from '../src/run-command.ts';

/**
 * What npm needs in a build to reach the registry as this machine does: its certificates, and an
 * `.npmrc` with the registry and its tokens. They are passed to the build as secrets, never copied.
 */
export async function npmSecrets(): Promise<Record<string, string>> {
  const lines: string[] = [];
  const secrets: Record<string, string> = {};
  const certificates = [
    process.env['NODE_EXTRA_CA_CERTS'],
    await npmConfig('cafile'),
    process.env['SSL_CERT_FILE'],
  ].find((file) => file !== undefined && existsSync(file));
  if (certificates !== undefined) {
    secrets['ca'] = readFileSync(certificates, 'utf8');
    lines.push('cafile=/run/secrets/ca');
  }
  const registry = await npmConfig('registry');
  if (registry !== undefined) lines.push(`registry=${registry}`);
  const userConfig = await npmConfig('userconfig');
  if (userConfig !== undefined && existsSync(userConfig)) {
    // Tokens and similar settings start with the address they are for.
    const own = readFileSync(userConfig, 'utf8').split('\n');
    lines.push(...own.filter((line) => line.startsWith('//')));
  }
  secrets['npmrc'] = `${lines.join('\n')}\n`;
  return secrets;
}

async function npmConfig(name: string): Promise<string | undefined> {
  const value = (await runCommand('npm', ['config', 'get', name])).trim();
  return ['', 'null', 'undefined'].includes(value) ? undefined : value;
}

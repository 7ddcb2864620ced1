import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../test/project-files.ts';
import type { Start } from './pipeline-start.ts';

const run = promisify(execFile);

/** A copy of the project in a repository of its own, in which gitlab-ci-local works. */
export class GitLabPipeline {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<GitLabPipeline> {
    for (const tool of ['rsync', 'shellcheck']) requireTool(tool);
    const folder = await mkdtemp(join(tmpdir(), 'onsale-pipeline-'));
    for (const part of ['.gitlab-ci.yml', 'deploy', 'services/frontend/nginx']) {
      await cp(root + part, join(folder, part), { recursive: true });
    }
    const git = (...args: string[]) => run('git', ['-C', folder, ...args]);
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '.');
    const author = ['-c', 'user.name=pipeline', '-c', 'user.email=pipeline@example.com'];
    await git(...author, 'commit', '--quiet', '--no-gpg-sign', '--message=files');
    await git('remote', 'add', 'origin', folder);
    await git('fetch', '--quiet', 'origin');
    return new GitLabPipeline(folder);
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Runs a job on this machine, without a container; returns what it printed. */
  async runJob(name: string): Promise<string> {
    return await this.#run('--force-shell-executor', name);
  }

  /** The jobs that run by themselves, and those that wait for a person, with ` manual`. */
  async jobs(start: Start): Promise<string[]> {
    const values = Object.entries(gitlabVariables(start));
    const list = await this.#run(
      ...['--list-csv-all', '--evaluate-rule-changes=false'],
      ...['--ignore-predefined-vars', values.map(([name]) => name).join(',')],
      ...values.flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
    );
    return list
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';'))
      .filter(([, , when]) => when !== 'never')
      .map(([name, , when]) => (when === 'manual' ? `${name} manual` : (name ?? '')));
  }

  async #run(...args: string[]): Promise<string> {
    const program = `${root}node_modules/.bin/gitlab-ci-local`;
    const { stdout } = await run(program, [...args, '--state-dir', '.state'], {
      cwd: this.#folder,
    });
    return stdout;
  }
}

function gitlabVariables(start: Start): Record<string, string> {
  return {
    CI_DEFAULT_BRANCH: 'main',
    CI_COMMIT_BRANCH: start.event === 'merge request' ? '' : (start.branch ?? ''),
    CI_COMMIT_TAG: start.tag ?? '',
    CI_COMMIT_REF_PROTECTED: String(start.isProtected ?? false),
    CI_PIPELINE_SOURCE: {
      push: 'push',
      'merge request': 'merge_request_event',
      schedule: 'schedule',
      'by hand': 'web',
    }[start.event],
    ...(start.isConfigured && {
      PRIVILEGED_RUNNER_TAG: 'privileged',
      IMAGE_REPOSITORY: 'registry.example/onsale',
      KUBECONFIG: '/kubeconfig',
    }),
  };
}

// gitlab-ci-local gives each job a copy of the project, with rsync; a job checks shell scripts.
function requireTool(name: string): void {
  if (spawnSync(name, ['--version']).status === 0) return;
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', name]);
  if (status !== 0) throw new Error(`install ${name} with your package manager`);
}

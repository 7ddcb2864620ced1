import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { findKubectl, project } from '../tools/find-tools.ts';
import { firstMatch, startInBackground } from './background.ts';
import type { KubernetesObject, List, Pod } from './objects.ts';

/** What kubectl or the API server refused. */
export class ClusterError extends Error {}

export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

interface Parts {
  command: readonly [string, ...string[]];
  socket: string;
}

const API_TIMEOUT_MS = 30_000;

/**
 * The cluster that kubectl has now, and one namespace of it. Reads go through `kubectl proxy`,
 * because a kubectl of its own for each look would take the cores that are to be watched.
 */
export class Cluster {
  readonly namespace: string;
  /** Aborted when the test is to end. */
  readonly signal: AbortSignal;
  /** kubectl, with the arguments that choose the cluster. */
  readonly #command: readonly [string, ...string[]];
  readonly #socket: string;

  private constructor(namespace: string, signal: AbortSignal, parts: Parts) {
    this.namespace = namespace;
    this.signal = signal;
    this.#command = parts.command;
    this.#socket = parts.socket;
  }

  /**
   * The present context of kubectl, or another. Rejects with a `ClusterError` that says what to do
   * when no cluster answers.
   */
  static async open(namespace: string, signal: AbortSignal, context?: string): Promise<Cluster> {
    const kubectl = await findKubectl();
    const chosen = context === undefined ? [] : ['--context', context];
    const { code, stderr } = await runProgram(kubectl, [
      ...chosen,
      'version',
      '--request-timeout=10s',
    ]);
    if (code !== 0) {
      throw new ClusterError(
        `no cluster answers kubectl; set KUBECONFIG, or choose one with "kubectl config use-context":\n${stderr}`,
      );
    }
    // In a folder that nobody else may enter: whoever reaches the socket has our rights.
    const folder = mkdtempSync(join(tmpdir(), 'onsale-cluster-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const socket = join(folder, 'api');
    const proxy = startInBackground(kubectl, [...chosen, 'proxy', `--unix-socket=${socket}`]);
    await firstMatch(proxy, /Starting to serve/);
    return new Cluster(namespace, signal, { command: [kubectl, ...chosen], socket });
  }

  /** The output of kubectl in the namespace. Rejects with a `ClusterError` unless it ends with 0. */
  async kubectl(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.try(args);
    if (code === 0) return stdout;
    throw new ClusterError(`kubectl ${args.join(' ')} (${code}):\n${stderr}${stdout}`.trim());
  }

  /** Runs kubectl in the namespace, whatever its exit code. */
  async try(args: readonly string[], input?: string): Promise<Output> {
    const [kubectl, ...chosen] = this.#command;
    return await this.run(kubectl, [...chosen, '-n', this.namespace, ...args], input);
  }

  /** Runs a program in the folder of the project, with `NAMESPACE` set, whatever its exit code. */
  async run(command: string, args: readonly string[], input?: string): Promise<Output> {
    this.signal.throwIfAborted();
    return await runProgram('env', [`NAMESPACE=${this.namespace}`, command, ...args], input);
  }

  /** Applies manifests from YAML or JSON, also while the test is ending. */
  async applyText(manifests: string): Promise<void> {
    const [kubectl, ...chosen] = this.#command;
    const { code, stderr } = await runProgram(kubectl, [...chosen, 'apply', '-f', '-'], manifests);
    if (code !== 0) throw new ClusterError(stderr);
  }

  /** Runs kubectl although the test is ending, to put things right. */
  async putRight(...args: string[]): Promise<void> {
    const [kubectl, ...chosen] = this.#command;
    await runProgram(kubectl, [...chosen, '-n', this.namespace, ...args]);
  }

  /** A kubectl that goes on, such as `port-forward`. */
  background(...args: string[]) {
    const [kubectl, ...chosen] = this.#command;
    return startInBackground(kubectl, [...chosen, '-n', this.namespace, ...args]);
  }

  /** The answer of the API server to a GET, such as `/version`. Rejects with a `ClusterError`. */
  async read<Answer>(path: string): Promise<Answer> {
    this.signal.throwIfAborted();
    const { status, body } = await new Promise<{ status: number; body: string }>(
      (resolve, reject) => {
        const call = request(
          { socketPath: this.#socket, path, timeout: API_TIMEOUT_MS },
          (answer) => {
            text(answer).then(
              (all) => resolve({ status: answer.statusCode ?? 0, body: all }),
              reject,
            );
          },
        );
        call.once('timeout', () => call.destroy(new ClusterError(`no answer to GET ${path}`)));
        call.once('error', reject);
        call.end();
      },
    );
    if (status === 200) return JSON.parse(body) as Answer;
    throw new ClusterError(`GET ${path} of the API server: ${status} ${body.slice(0, 300)}`);
  }

  /** All objects of a kind in the namespace; `resource` as in `apps/v1/deployments`, or `v1/pods`. */
  async list<Item extends KubernetesObject>(resource: string, selector = ''): Promise<Item[]> {
    const [version, name] = [
      resource.slice(0, resource.lastIndexOf('/')),
      resource.split('/').at(-1),
    ];
    const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
    const query = selector === '' ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
    const path = `${root}/namespaces/${this.namespace}/${name}${query}`;
    return (await this.read<List<Item>>(path)).items;
  }

  /** Whether the namespace is there, be it about to go. */
  async hasNamespace(): Promise<boolean> {
    const ask = ['get', 'namespace', this.namespace, '--ignore-not-found', '-o', 'name'];
    return (await this.kubectl(...ask)).trim() !== '';
  }

  /** The pods of one part, or of all. */
  async pods(app?: string): Promise<Pod[]> {
    return await this.list<Pod>(
      'v1/pods',
      app === undefined ? '' : `app.kubernetes.io/name=${app}`,
    );
  }

  /** Asks until the answer is what is waited for; rejects with `describe` of the last one after `timeoutS`. */
  async until<Answer>(
    ask: () => Promise<Answer>,
    isDone: (answer: Answer) => boolean,
    options: { timeoutS: number; describe: (answer: Answer) => string; everyMs?: number },
  ): Promise<Answer> {
    const deadline = performance.now() + options.timeoutS * 1000;
    for (;;) {
      const answer = await ask();
      if (isDone(answer)) return answer;
      if (performance.now() > deadline) {
        throw new ClusterError(`not after ${options.timeoutS} s: ${options.describe(answer)}`);
      }
      await this.pause(options.everyMs ?? 1000);
    }
  }

  /** Waits, and rejects when the test is to end. */
  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.signal });
  }
}

async function runProgram(
  command: string,
  args: readonly string[],
  input?: string,
): Promise<Output> {
  // Out of reach of Ctrl-C, as all programs of the test.
  const child = spawn(command, args, { cwd: project, detached: true });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const all = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const [code, stdout, stderr] = await Promise.race([all, failed]);
  return { code, stdout, stderr };
}

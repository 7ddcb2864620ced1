import type { SupervisedProcess } from './supervised-process.ts';

interface Member {
  slot: number;
  process: SupervisedProcess;
}

/** The processes of one service, of which there may be any number. */
export class ScaledService {
  readonly name: string;
  readonly #create: (slot: number) => SupervisedProcess;
  readonly #running: Member[] = [];
  /** Told to end, but still running. */
  readonly #draining = new Map<Member, Promise<void>>();

  /** `create` makes the process of a slot: 1 is the first, and a free number is used again. */
  constructor(name: string, create: (slot: number) => SupervisedProcess) {
    this.name = name;
    this.#create = create;
  }

  /** The processes that should run, the oldest first. */
  get processes(): readonly SupervisedProcess[] {
    return this.#running.map((member) => member.process);
  }

  /** The process ids of all that have not ended yet. */
  get pids(): readonly number[] {
    const members = [...this.#running, ...this.#draining.keys()];
    return members.flatMap((member) => member.process.pid ?? []);
  }

  /** Starts the missing processes, or tells the newest to end where there are too many. */
  scaleTo(count: number): void {
    while (this.#running.length < count) this.#start();
    while (this.#running.length > count) this.#drain();
  }

  /** Tells all of them to end, and resolves when they are gone. */
  async stop(): Promise<void> {
    this.scaleTo(0);
    await Promise.all(this.#draining.values());
  }

  kill(): void {
    for (const member of [...this.#running, ...this.#draining.keys()]) member.process.kill();
  }

  #start(): void {
    const taken = new Set([...this.#running, ...this.#draining.keys()].map(({ slot }) => slot));
    let slot = 1;
    while (taken.has(slot)) slot++;
    const process = this.#create(slot);
    this.#running.push({ slot, process });
    process.start();
  }

  #drain(): void {
    const member = this.#running.pop();
    if (member === undefined) return;
    const ended = member.process.stop().finally(() => this.#draining.delete(member));
    this.#draining.set(member, ended);
  }
}

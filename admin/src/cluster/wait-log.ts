/** How often a person who follows the log is told what is waited for. */
const REPEAT_MS = 10_000;

/** Says what a command waits for and why: at once, and then every ten seconds until that is there. */
export class WaitLog {
  readonly #say: (line: string) => void;
  #waiting: { what: string; reason: string; timer: NodeJS.Timeout } | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** What is waited for now, with the reason; undefined when nothing is. */
  get current(): string | undefined {
    if (this.#waiting === undefined) return undefined;
    return `${this.#waiting.what}: ${this.#waiting.reason}`;
  }

  /** Notes another failure. The reason may change often, so only the latest is said. */
  waits(what: string, reason: string): void {
    if (this.#waiting?.what === what) {
      this.#waiting.reason = reason;
      return;
    }
    this.ends();
    const say = () => this.#say(`Waiting for ${this.current}`);
    this.#waiting = { what, reason, timer: setInterval(say, REPEAT_MS) };
    say();
  }

  /** What was waited for is there. */
  ends(): void {
    clearInterval(this.#waiting?.timer);
    this.#waiting = undefined;
  }
}

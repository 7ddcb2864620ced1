import {
  ApiError,
  type ErrorCode,
  type ErrorDetail,
  ERRORS,
  type Operation,
  type RehearsalList,
  type RehearsalReport,
  type RehearsalRun,
  type RehearsalStart,
  workload,
} from '@onsale/contracts';

/** It closes the sale of the rehearsal before it says that it has stopped. */
const TIMEOUT_MS = 50_000;
const RETRY_AFTER_S = 5;

/**
 * The workload generator, which plays rehearsals. Every call rejects with `ApiError`: with the code of the generator for what it
 * refuses, otherwise 503 GENERATOR_UNAVAILABLE.
 */
export class GeneratorClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  async list(): Promise<RehearsalList> {
    return await this.#json(workload.readRehearsal);
  }

  async start(body: RehearsalStart): Promise<RehearsalRun> {
    return await this.#json(workload.startRehearsal, { body });
  }

  async stop(): Promise<RehearsalRun> {
    return await this.#json(workload.stopRehearsal);
  }

  async report(runId: string): Promise<RehearsalReport> {
    return await this.#json(workload.readRehearsalReport, { runId });
  }

  /** The report as HTML. */
  async page(runId: string): Promise<string> {
    return await this.#text(workload.readRehearsalPage, { runId });
  }

  async junit(runId: string): Promise<string> {
    return await this.#text(workload.readRehearsalJunit, { runId });
  }

  async #json<Answer>(operation: Operation, asked: Asked = {}): Promise<Answer> {
    return JSON.parse(await this.#text(operation, asked)) as Answer;
  }

  async #text({ method, url }: Operation, { runId = '', body }: Asked = {}): Promise<string> {
    const path = url.replace(':runId', encodeURIComponent(runId));
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw unavailable('the workload generator cannot be reached', error);
    });
    const text = await response.text();
    if (response.ok) return text;
    throw refusal(response.status, text);
  }
}

interface Asked {
  runId?: string;
  body?: object;
}

function refusal(status: number, text: string): ApiError {
  const { error, code, details } = parse(text);
  // A path that it does not know is that of another version.
  if (status < 500 && isErrorCode(code) && code !== 'NOT_FOUND' && typeof error === 'string') {
    return new ApiError(code, error, { ...(Array.isArray(details) ? { details } : {}) });
  }
  return unavailable(`the workload generator cannot do this at the moment (${code ?? status})`);
}

function parse(text: string): { error?: string; code?: string; details?: ErrorDetail[] } {
  try {
    return (JSON.parse(text) ?? {}) as { error?: string };
  } catch {
    return {};
  }
}

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

function unavailable(message: string, cause?: unknown): ApiError {
  return new ApiError('GENERATOR_UNAVAILABLE', message, { retryAfterS: RETRY_AFTER_S, cause });
}

import type { Logger } from '../process/logger.ts';

/** A step of a trace that is under way. */
export interface Span {
  /** Names this step to whoever does the next one, as the W3C's header `traceparent`. */
  traceparent: string;
  end: (attributes: Record<string, string | number>) => void;
}

export interface SpanStart {
  kind: 'server' | 'client' | 'consumer';
  /** The `traceparent` of the step before; without one, or a broken one, a trace begins. */
  parent?: string | undefined;
  /** Unix time in ms, for a step that has begun already. */
  startedAtMs?: number;
}

/** Records the steps of traces, and sends them away in the background. */
export interface Tracing {
  /** Undefined when the trace is not one of those that are kept. */
  start: (name: string, options: SpanStart) => Span | undefined;
}

/** What tracing needs of a service. */
export interface TracingContext {
  config: { OTEL_EXPORTER_OTLP_ENDPOINT?: string; OTEL_TRACES_SAMPLER_ARG: number };
  service: string;
  instance: string;
  logger: Logger;
  onClose: (name: string, close: () => Promise<unknown>) => void;
}

/** Tracing, where an endpoint is configured; else nothing, and nothing of it is loaded. */
export async function openTracing(context: TracingContext): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = context.config;
  if (endpoint === undefined) return undefined;
  const { startOpenTelemetry } = await import('./open-telemetry.ts');
  const { tracing, close } = startOpenTelemetry({ ...context, endpoint, share });
  context.onClose('traces', close);
  context.logger.info({ share }, 'traces are recorded');
  return tracing;
}

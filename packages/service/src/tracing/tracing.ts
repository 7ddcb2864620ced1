import type { Logger } from '../process/logger.ts';

/** A span in progress. */
export interface Span {
  /** Identifies this span to the next service, as a W3C `traceparent` header. */
  traceparent: string;
  end: (attributes: Record<string, string | number>) => void;
}

export interface SpanStart {
  kind: 'server' | 'client' | 'consumer';
  /** The `traceparent` of the parent span; if missing or malformed, a new trace starts. */
  parent?: string | undefined;
  /** Unix time in ms, for a span that has already started. */
  startedAtMs?: number;
}

/** Records spans and exports them in the background. */
export interface Tracing {
  /** Undefined when the trace is not sampled. */
  start: (name: string, options: SpanStart) => Span | undefined;
}

/** What tracing needs from a service. */
export interface TracingContext {
  config: { OTEL_EXPORTER_OTLP_ENDPOINT?: string; OTEL_TRACES_SAMPLER_ARG: number };
  service: string;
  instance: string;
  logger: Logger;
  onClose: (name: string, close: () => Promise<unknown>) => void;
}

/** Starts tracing if an endpoint is configured; otherwise none of it is loaded. */
export async function openTracing(context: TracingContext): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = context.config;
  if (endpoint === undefined) return undefined;
  const { startOpenTelemetry } = await import('./open-telemetry.ts');
  const { tracing, close } = startOpenTelemetry({ ...context, endpoint, share });
  context.onClose('traces', close);
  context.logger.info({ share }, 'traces are recorded');
  return tracing;
}

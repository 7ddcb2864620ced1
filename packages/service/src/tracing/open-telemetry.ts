import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from '../process/logger.ts';
import type { Tracing } from './tracing.ts';

// Loaded only when tracing is on: see tracing.ts.

/** Maximum number of spans waiting to be sent; more are dropped, to bound memory. */
const MAX_WAITING_SPANS = 20_000;
const SPANS_IN_A_MESSAGE = 1000;
const SEND_EVERY_MS = 1000;
/** A slower collector loses the message; shutdown waits no longer than this. */
const SEND_TIMEOUT_MS = 3000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Records spans and sends them by OTLP over HTTP. `share` is the sampling ratio of traces that
 * start here.
 */
export function startOpenTelemetry(options: {
  endpoint: string;
  share: number;
  service: string;
  instance: string;
  logger: Logger;
}): { tracing: Tracing; close: () => Promise<void> } {
  const { endpoint, share, service, instance, logger } = options;
  reportFailures(logger);
  const exporter = new OTLPTraceExporter({
    url: `${withoutSlash(endpoint)}/v1/traces`,
    timeoutMillis: SEND_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'service.namespace': 'onsale',
      'service.instance.id': instance,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MAX_WAITING_SPANS,
        maxExportBatchSize: SPANS_IN_A_MESSAGE,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('onsale');
  const propagator = new W3CTraceContextPropagator();
  const tracing: Tracing = {
    start(name, { kind, parent, startedAtMs }) {
      // Decided first, because a trace that is not sampled must cost an order next to nothing.
      if (!isKept(parent, share)) return undefined;
      const before = propagator.extract(
        ROOT_CONTEXT,
        parent === undefined ? {} : { traceparent: parent },
        defaultTextMapGetter,
      );
      const begin = startedAtMs === undefined ? {} : { startTime: startedAtMs };
      const span = tracer.startSpan(name, { kind: KINDS[kind], ...begin }, before);
      const carrier: Record<string, string> = {};
      propagator.inject(trace.setSpan(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
      return {
        traceparent: carrier['traceparent'] ?? '',
        end: (attributes) => {
          span.setAttributes(attributes);
          span.end();
        },
      };
    },
  };
  return { tracing, close: () => provider.shutdown() };
}

// Whoever started a trace has decided on sampling, in the last bit of its `traceparent`.
function isKept(parent: string | undefined, share: number): boolean {
  if (parent === undefined) return Math.random() < share;
  const flags = /^00-[0-9a-f]{32}-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(parent)?.[1];
  return flags === undefined ? Math.random() < share : (Number.parseInt(flags, 16) & 1) === 1;
}

// An unreachable collector must not fail an order, but must be reported.
function reportFailures(logger: Logger): void {
  const warn = (...told: unknown[]) => logger.warn(told.map(String).join(' '));
  const ignore = () => undefined;
  const sink = { error: warn, warn, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(sink, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  setGlobalErrorHandler((failure) => {
    const reason = failure instanceof Error ? failure.message : JSON.stringify(failure);
    logger.warn({ reason }, 'traces cannot be sent');
  });
}

function withoutSlash(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return address.slice(0, end);
}

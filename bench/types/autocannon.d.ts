declare module 'autocannon' {
  interface Result {
    duration: number;
    requests: { sent: number };
    latency: { p50: number; p99: number };
  }
  const autocannon: (options: Record<string, unknown>) => Promise<Result>;
  export default autocannon;
}

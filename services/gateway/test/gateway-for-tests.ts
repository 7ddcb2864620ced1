import { after, before } from 'node:test';
import { openGateway, type TestGateway } from './open-gateway.ts';

/** A gateway for the duration of a test file or a `describe`. */
export function gatewayForTests(environment: Record<string, string> = {}): TestGateway {
  const gateway = {} as TestGateway;
  before(async () => {
    Object.assign(gateway, await openGateway(environment));
  });
  after(() => gateway.close());
  return gateway;
}

/** Sends a `POST /orders`. */
export async function place(
  gateway: TestGateway,
  payload: object,
  headers: Record<string, string> = {},
) {
  return await gateway.app.inject({ method: 'POST', url: '/v1/orders', payload, headers });
}

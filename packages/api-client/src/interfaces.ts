import { createClient } from './client.ts';
import type { paths as DeliveryPaths } from './generated/delivery.ts';
import type { paths as OfficePaths } from './generated/office.ts';
import type { paths as OperationsPaths } from './generated/operations.ts';
import type { paths as PaymentsPaths } from './generated/payments.ts';
import type { paths as PurchasePaths } from './generated/ticket-purchase.ts';
import type { paths as WaitingRoomPaths } from './generated/waiting-room.ts';
import type { paths as WorkloadPaths } from './generated/workload.ts';

/** What the gateway tells buyers, and takes from them. */
export const purchaseApi = createClient<PurchasePaths>('/api/v1');
/** How an order is paid: what payments tells buyers, and takes from them. */
export const paymentsApi = createClient<PaymentsPaths>('/api/v1');
/** The tickets of an order: what delivery tells buyers, and takes from them. */
export const deliveryApi = createClient<DeliveryPaths>('/api/v1');
/** The line of an event, and one's own place in it. */
export const waitingRoomApi = createClient<WaitingRoomPaths>('/api/v1');
/** What the gateway tells operators. */
export const operationsApi = createClient<OperationsPaths>('/api/v1');
/** What only a system on this machine takes: the paths below /local. */
export const localApi = createClient<OperationsPaths>('');
/** The workload generator. */
export const workloadApi = createClient<WorkloadPaths>('/workload');
/** The office, as the door of the console leads to it. */
export const officeApi = createClient<OfficePaths>('/api');

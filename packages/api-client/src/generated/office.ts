// Generated from api/ by npm run api.
export interface paths {
    "/archive/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An order that has left Redis
         * @description For the gateway and payments alone, with the bearer token OFFICE_TOKEN: orders that are recorded, whether they are still in Redis or not.
         */
        get: operations["getArchivedOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is on sale, what was sold today, and what needs attention
         * @description Of the events that one may see. Takings need the right reports.read, what is about money orders.refund or reports.read; the state of the records is shown to whoever may read all reports.
         */
        get: operations["getStart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ArchivedOrder: {
            orderId: string;
            /** @description As it was in Redis: see docs/data-model.md */
            record: string;
            /** @description The record of its payment, if it had one, as it stands */
            payment?: string;
            /**
             * Format: date-time
             * @description When it was taken out of Redis
             */
            archivedAt?: string;
        };
        Attention: {
            kind: components["schemas"]["AttentionKind"];
            orderId?: string;
            eventId?: string;
            eventName?: string;
            taskId?: string;
            /** @description The money that it is about */
            amount?: number;
            currency?: string;
            /** @description How many payments or refunds */
            count?: number;
            /** @description How far the records are behind */
            seconds?: number;
            /**
             * Format: date-time
             * @description The deadline
             */
            dueAt?: string;
            /** @description What the provider said */
            message?: string;
        };
        /**
         * @example dispute
         * @enum {string}
         */
        AttentionKind: "refund_failed" | "refund_waiting" | "dispute" | "records_stopped" | "records_behind" | "webhooks_missing" | "task_waiting" | "task_failed";
        EventOnSale: {
            eventId: string;
            name: string;
            venue: string;
            /**
             * @example on_sale
             * @enum {string}
             */
            status: "draft" | "on_sale" | "paused" | "closed" | "cancelled" | "archived";
            /** @description ISO 8601, with the offset at the venue */
            startsAt: string;
            /** @description IANA, of the venue */
            timeZone?: string;
            /** @description Of all its ticket types, or of their pools */
            capacity: number;
            sold: number;
            held: number;
            remaining: number;
        };
        Start: {
            /** Format: date-time */
            at: string;
            /** @description The soonest first, at most 50 */
            onSale: components["schemas"]["EventOnSale"][];
            /** @description How many there are */
            onSaleCount: number;
            /** @description Whether there is no event at all yet, not even a draft */
            isEmpty: boolean;
            /** @description For whoever may read reports of these events */
            today?: components["schemas"]["TakingsOfToday"][];
            /** @description The most urgent first, at most 100 */
            attention: components["schemas"]["Attention"][];
        };
        TakingsOfToday: {
            currency: string;
            /** @description Confirmed, of those that were placed today */
            orders: number;
            tickets: number;
            /** @description Their totals, less what was refunded of them */
            revenue: number;
        };
        /** @description An error */
        Error: {
            /** @description What is wrong, as a sentence */
            error: string;
            /** @description A stable code from docs/errors.md */
            code: string;
            details: components["schemas"]["ErrorDetail"][];
        };
        ErrorDetail: {
            /** @description The place in the request, such as items[0].qty */
            path: string;
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type ArchivedOrder = components['schemas']['ArchivedOrder'];
export type Attention = components['schemas']['Attention'];
export type AttentionKind = components['schemas']['AttentionKind'];
export type EventOnSale = components['schemas']['EventOnSale'];
export type Start = components['schemas']['Start'];
export type TakingsOfToday = components['schemas']['TakingsOfToday'];
export type Error = components['schemas']['Error'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type $defs = Record<string, never>;
export interface operations {
    getArchivedOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArchivedOrder"];
                };
            };
            /** @description The request is invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The bearer token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This path does not support the method; Allow lists those it does */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A path segment is too long */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Overloaded or not ready: retry after Retry-After seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Any other error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStart: {
        parameters: {
            query?: {
                /** @description IANA; where today begins, UTC if it is left out */
                timeZone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Start"];
                };
            };
            /** @description The request is invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The bearer token is missing or wrong */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description This path does not support the method; Allow lists those it does */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Overloaded or not ready: retry after Retry-After seconds */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Any other error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}

// Generated from api/ by npm run api.
export interface paths {
    "/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Running processes, desired counts and the backlog */
        get: operations["readFleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fleet/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as server-sent events, one Fleet a second
         * @description The events are unnamed: a browser receives them as `message`.
         */
        get: operations["followFleet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The books of every ticket type: remaining + held + sold = capacity */
        get: operations["readBooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read every order and verify that nothing is oversold, lost or doubled
         * @description A million orders take about ten seconds of one core; longer during a sale, because the audit pauses between pages. Requests that arrive while an audit runs share its result.
         */
        get: operations["runAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/local/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Kill a process at once, as a crash would (npm start only)
         * @description It is started again at once. The reverse proxy of `npm start` alone leads here, from pages of the shop on a loopback host name.
         */
        post: operations["killProcess"];
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
        Audit: {
            /**
             * Format: date-time
             * @description When the audit finished
             */
            at: string;
            tookMs: number;
            /** @description True when nothing changed during the audit */
            exact: boolean;
            tickets: components["schemas"]["AuditedTicket"][];
            /** @description The books of pools that ticket types share */
            pools: components["schemas"]["PoolBooks"][];
            orders: components["schemas"]["AuditedOrders"];
            /** @description Orders that have left Redis, of which only sums are known */
            archivedOrders: number;
            /** @description Entries in the order streams */
            backlog: number;
            deadLetters: number;
            /** @description A sentence for each broken promise */
            problems: string[];
        };
        /** @description The number of orders, in total and by status */
        AuditedOrders: {
            total: number;
            pending: number;
            held: number;
            confirmed: number;
            rejected: number;
            expired: number;
            cancelled: number;
            refunded: number;
            /** @description In a state that only a newer version understands */
            unknown: number;
        };
        AuditedTicket: {
            ticketId: string;
            capacity: number;
            remaining: number;
            held: number;
            sold: number;
            /** @description True for a ticket type of a rehearsal */
            rehearsal?: boolean;
            /** @description Counted from the orders, and from the sums of archived ones */
            soldInOrders: number;
        };
        Books: {
            /** Format: date-time */
            at: string;
            tickets: components["schemas"]["TicketBooks"][];
            /** @description A sentence for each broken promise */
            problems: string[];
        };
        Fleet: {
            /** Format: date-time */
            at: string;
            services: components["schemas"]["FleetService"][];
            instances: components["schemas"]["Instance"][];
            orders: components["schemas"]["FleetOrders"];
        };
        /** @description Since the data was created */
        FleetOrders: {
            placed: number;
            confirmed: number;
            rejected: number;
            /** @description Orders in the streams: waiting or being settled */
            waiting: number;
        };
        FleetService: {
            service: string;
            living: number;
            /** @description The count the autoscaler wants; null when it is not known */
            desired: number | null;
            /**
             * @description Why, in words; null when nothing scales the service or nothing was measured yet
             * @example cpu 83 % of 60 % → 2 wanted
             */
            reason: string | null;
            /** @description What the autoscaler aims at; null when nothing scales the service by CPU */
            target: {
                /**
                 * @description Of the CPU request
                 * @example 0.6
                 */
                cpuShare: number;
            } | null;
            /** @description Mean use of the CPU request; null when no process says what it requests */
            cpuShare: number | null;
        };
        Instance: {
            /** @example order-worker */
            service: string;
            /** @description Unique for all time */
            instance: string;
            /**
             * Format: date-time
             * @description When the process started
             */
            since: string;
            /** @description Share of one core since the previous announcement */
            cpu: number;
            /**
             * @description Cores that it requests, of which its use is measured; null when it is not known
             * @example 0.5
             */
            cpuRequest: number | null;
            /** @description Resident memory */
            memoryBytes: number;
            /** @description Orders placed or settled, or requests sent, since it started */
            work: number;
            /** @description The same, per second, since the previous announcement */
            workPerSecond: number;
            /** @description Only of payments with a provider */
            providerCalls?: {
                /** @description Calls that it makes in a second, at most */
                mostPerSecond: number;
                /** @description How long a call for a buyer would wait for its turn now */
                waitMs: number;
            };
        };
        KilledProcess: {
            instance: string;
            /** @example order-worker */
            service: string;
        };
        KillRequest: {
            /** @description As in the fleet */
            instance: string;
        };
        PoolBooks: {
            /** @description The event and the pool, with a slash between them */
            poolId: string;
            capacity: number;
            remaining: number;
            held: number;
            sold: number;
        };
        TicketBooks: {
            ticketId: string;
            capacity: number;
            remaining: number;
            held: number;
            sold: number;
            /** @description True for a ticket type of a rehearsal */
            rehearsal?: boolean;
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
            /** @description A word for what is wrong, by which a page says it in its language */
            reason?: string;
            /** @description What the sentence of it names */
            values?: {
                [key: string]: string;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Audit = components['schemas']['Audit'];
export type AuditedOrders = components['schemas']['AuditedOrders'];
export type AuditedTicket = components['schemas']['AuditedTicket'];
export type Books = components['schemas']['Books'];
export type Fleet = components['schemas']['Fleet'];
export type FleetOrders = components['schemas']['FleetOrders'];
export type FleetService = components['schemas']['FleetService'];
export type Instance = components['schemas']['Instance'];
export type KilledProcess = components['schemas']['KilledProcess'];
export type KillRequest = components['schemas']['KillRequest'];
export type PoolBooks = components['schemas']['PoolBooks'];
export type TicketBooks = components['schemas']['TicketBooks'];
export type Error = components['schemas']['Error'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type $defs = Record<string, never>;
export interface operations {
    readFleet: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Fleet"];
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
    followFleet: {
        parameters: {
            query?: never;
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
                    "text/event-stream": string;
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
    readBooks: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Books"];
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
    runAudit: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["Audit"];
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
    killProcess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KillRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KilledProcess"];
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
            /** @description The request took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Conflict with the current state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The content type is not application/json in UTF-8, or the body is compressed */
            415: {
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

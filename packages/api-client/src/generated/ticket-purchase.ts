// Generated from api/ by npm run api.
export interface paths {
    "/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ticket types on sale */
        get: operations["listTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events, by pages
         * @description Events that are on sale, paused or closed, the earliest first, until they are over.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event with its ticket types
         * @description Also an event that no list shows: a rehearsal, or one that is over or cancelled.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{eventId}/codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a code of an event is good for
         * @description Nothing is used up by asking. 404 CODE_NOT_FOUND, 409 CODE_USED_UP.
         */
        get: operations["getCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who sells, and what applies to all events */
        get: operations["getSeller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place an order
         * @description Returns 201 once the order is stored and queued. GET /orders/{orderId}, or its stream, tells whether it is confirmed. A field that is not described here is ignored, and named in the message.
         */
        post: operations["placeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order */
        get: operations["getOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow one order until its outcome
         * @description Server-sent events named "order": the current order, then each change of its status or deadline, and of its place in line at most once a second. The stream ends when the order is confirmed, rejected, expired, cancelled or refunded.
         */
        get: operations["streamOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up a held order
         * @description Puts the tickets of a held order back on sale and returns the order, now cancelled; or, with 202, the order that will be in a moment. May be repeated. An order that is not held gets 409 ORDER_NOT_HELD. A payment under way is ended first; one that was made by then confirms the order. It has no body, but the content type must be application/json, which pages of other sites cannot send unasked.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pages/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Title and description of a page of the shop
         * @description A fragment for the <head> of the page: title, description, Open Graph, canonical address, and for an event its schema.org data. Any path has one; that of an unknown page is not to be indexed.
         */
        get: operations["getPageHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pages/sitemap.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sitemap of the shop
         * @description The pages of all listed events. Empty while the shop has no PUBLIC_URL.
         */
        get: operations["getSitemap"];
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
        Answer: {
            questionId: string;
            answer: string;
            /** @description Only for a question that is asked for each ticket */
            ticketId?: string;
            /** @description Which of the tickets of this type, from 1 */
            number?: number;
        };
        CodeOffer: {
            /** @description As it is stored, in capitals */
            code: string;
            /** @description Ticket types that can be ordered only with it, or before the sale begins */
            tickets: components["schemas"]["Ticket"][];
            /** @description How much less is paid, in percent */
            percent?: number;
            /** @description How much less is paid, in the currency, for each use */
            amount?: number;
            /** @description Ticket types for which less is paid; all of them when missing */
            discounted?: string[];
            /**
             * @description What one use is
             * @enum {string}
             */
            unit: "order" | "ticket";
            /** @description The least total above zero that can be paid: a discount that would leave less leaves this. Missing when any can */
            leastTotal?: number;
            /** @description The total is a multiple of it. Missing when any can be paid */
            totalStep?: number;
            /** @description Missing when there is no limit */
            usesLeft?: number;
            /** @description Greatest number of tickets in an order with it */
            maxPerOrder?: number;
            /** Format: date-time */
            validFrom?: string;
            /** Format: date-time */
            validTo?: string;
        };
        AnswerRequest: {
            questionId: string;
            answer: string;
            /** @description For a question that is asked for each ticket: the ticket type */
            ticketId?: string;
            /** @description Which of the tickets of this type, from 1 */
            number?: number;
        };
        CreateOrderRequest: {
            customer: components["schemas"]["CustomerRequest"];
            items: components["schemas"]["OrderLineRequest"][];
            /** @example credit_card */
            paymentMethod: string;
            /**
             * @description The total shown to the buyer, in the form of grandTotal. If the price has changed since, nothing is ordered (409 PRICE_CHANGED). It is ignored when a repeated request is compared with the first one.
             * @example 86.4
             */
            expectedTotal?: number;
            /** @description Answers to the questions of the event; required ones must be answered */
            answers?: components["schemas"]["AnswerRequest"][];
            /** @description The version of the terms that the buyer was shown and has accepted; required when the event has terms of its own. If it is not the present one, nothing is ordered (409 TERMS_CHANGED). */
            terms?: string;
            /**
             * @description The language of the buyer, for mails and documents: ISO 639-1
             * @example de
             */
            language?: string;
            /** @example SUMMER-10 */
            code?: string;
        };
        CreateOrderResponse: {
            orderId: string;
            status: components["schemas"]["OrderStatus"];
            grandTotal: number;
            currency: string;
            message: string;
        };
        Customer: {
            name: string;
            email: string;
        };
        CustomerRequest: {
            name: string;
            email: string;
        };
        Event: {
            id: string;
            name: string;
            venue: string;
            city?: string;
            /** @example concert */
            category?: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt?: string;
            /** Format: date-time */
            doorsAt?: string;
            /** @example Europe/Berlin */
            timeZone?: string;
            /**
             * @description Nobody younger is let in
             * @example 18
             */
            minimumAge?: number;
            /** @description What else is to be said of age, such as who must be with a child */
            ageNote?: string;
            /** @description Markdown */
            description: string;
            /** @description A path on the shop, or an https URL */
            picture?: string;
            /** @example USD */
            currency: string;
            ticketIds: string[];
            status: components["schemas"]["EventStatus"];
            /** @description Whether it can be ordered at this moment */
            onSale: boolean;
            /** @description Whether nothing is left, nor held by buyers who have yet to pay */
            soldOut: boolean;
            /**
             * Format: date-time
             * @description When the sale starts, if it is limited
             */
            salesFrom?: string;
            /**
             * Format: date-time
             * @description When the sale ends, if it is limited
             */
            salesTo?: string;
            /**
             * @description The lowest price in the currency of the event, of what can be ordered if anything can
             * @example 25
             */
            fromPrice?: number;
            /** @description Tickets left of all types, up to a second old */
            remaining: number;
            waitingRoom?: components["schemas"]["EventWaitingRoom"];
            /** @description Whether there are codes for it */
            hasCodes: boolean;
        };
        EventDetails: {
            id: string;
            name: string;
            venue: string;
            city?: string;
            /** @example concert */
            category?: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt?: string;
            /** Format: date-time */
            doorsAt?: string;
            /** @example Europe/Berlin */
            timeZone?: string;
            /**
             * @description Nobody younger is let in
             * @example 18
             */
            minimumAge?: number;
            /** @description What else is to be said of age, such as who must be with a child */
            ageNote?: string;
            /** @description Markdown */
            description: string;
            /** @description A path on the shop, or an https URL */
            picture?: string;
            /** @example USD */
            currency: string;
            ticketIds: string[];
            status: components["schemas"]["EventStatus"];
            /** @description Whether it can be ordered at this moment */
            onSale: boolean;
            /** @description Whether nothing is left, nor held by buyers who have yet to pay */
            soldOut: boolean;
            /**
             * Format: date-time
             * @description When the sale starts, if it is limited
             */
            salesFrom?: string;
            /**
             * Format: date-time
             * @description When the sale ends, if it is limited
             */
            salesTo?: string;
            /**
             * @description The lowest price in the currency of the event, of what can be ordered if anything can
             * @example 25
             */
            fromPrice?: number;
            /** @description Tickets left of all types, up to a second old */
            remaining: number;
            waitingRoom?: components["schemas"]["EventWaitingRoom"];
            /** @description Whether there are codes for it */
            hasCodes: boolean;
            /** @description Whether it is for practice: nothing of it is real */
            rehearsal: boolean;
            tickets: components["schemas"]["Ticket"][];
            questions: components["schemas"]["EventQuestion"][];
            /** @description The methods accepted; any when missing */
            paymentMethods?: string[];
            /** @description How long an order waits for its payment */
            holdMinutes: number;
            /** @description Smallest number of tickets in one order */
            minPerOrder?: number;
            /** @description Greatest number of tickets in one order */
            maxPerOrder?: number;
            /** @description Tickets that one customer may have, in all orders */
            maxPerCustomer?: number;
            /** @description Percent of the net price, contained in the price */
            taxRate?: number;
            /** @description The version that a buyer accepts */
            termsVersion?: string;
            /** @description Markdown, or an https URL */
            terms?: string;
            /**
             * @description Whose terms they are; those of an event are instead of the seller's, and an order must name them
             * @enum {string}
             */
            termsOf?: "event" | "seller";
        };
        EventWaitingRoom: {
            /** @enum {string} */
            opens: "always" | "from" | "automatic";
            /**
             * Format: date-time
             * @description When its lobby opens
             */
            lobbyFrom?: string;
            /**
             * Format: date-time
             * @description From when on an order needs an admission; missing when it needs one already
             */
            opensAt?: string;
            /** @description Whether an order needs an admission at this moment */
            isNeeded: boolean;
        };
        /** @description The matching events, the earliest first */
        EventList: {
            events: components["schemas"]["Event"][];
            /** @description The `cursor` of the next page; missing on the last one */
            next?: string;
            /** @description Of all events that are listed, whatever the query; sorted */
            categories: string[];
            /** @description Of all events that are listed, whatever the query; sorted */
            cities: string[];
            /** @description Query parameters that are not known and made no difference */
            ignored?: string[];
        };
        EventQuestion: {
            id: string;
            text: string;
            /**
             * @description Free text, or one of `choices`
             * @enum {string}
             */
            type: "text" | "choice";
            choices?: string[];
            required: boolean;
            /**
             * @description Asked once, or for each ticket
             * @enum {string}
             */
            for: "order" | "ticket";
        };
        /**
         * @example on_sale
         * @enum {string}
         */
        EventStatus: "draft" | "on_sale" | "paused" | "closed" | "cancelled" | "archived";
        Order: {
            orderId: string;
            eventId: string;
            customer: components["schemas"]["Customer"];
            items: components["schemas"]["OrderItem"][];
            grandTotal: number;
            /** @description How much of grandTotal is fees */
            fee?: number;
            /** @description How much of grandTotal is tax */
            tax?: number;
            /** @description By how much grandTotal is less than the sum of the items */
            discount?: number;
            /** @description The code that it was ordered with */
            code?: string;
            /** @description How much of grandTotal was paid back */
            refundedTotal?: number;
            currency: string;
            paymentMethod: string;
            status: components["schemas"]["OrderStatus"];
            reason?: components["schemas"]["RejectReason"];
            /** @description The status as a sentence */
            message: string;
            line?: components["schemas"]["PlaceInLine"];
            /**
             * Format: date-time
             * @description Until when the tickets of a held order are held; count down from the Date of the response
             */
            holdUntil?: string;
            /** @description A payment is under way: until it has ended, a held order neither expires nor can it be cancelled */
            paying?: boolean;
            answers?: components["schemas"]["Answer"][];
            /** @description The version of the terms that was accepted */
            terms?: string;
            /**
             * @description The language of the buyer, for mails and documents: ISO 639-1
             * @example de
             */
            language?: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            settledAt?: string;
        };
        OrderItem: {
            ticketId: string;
            type: string;
            qty: number;
            unitPrice: number;
            total: number;
            /** @description Numbers of the tickets of this line that were refunded; the tickets of a line are numbered from 1 */
            refunded?: number[];
        };
        OrderLineRequest: {
            ticketId: string;
            qty: number;
        };
        /**
         * @example confirmed
         * @enum {string}
         */
        OrderStatus: "pending" | "held" | "confirmed" | "rejected" | "expired" | "cancelled" | "refunded" | "unknown";
        PlaceInLine: {
            /** @description Orders that were placed before it and are not settled yet */
            ahead: number;
            /** @description Seconds until it is settled, at the pace of the last moments; null when not known */
            estimateS: number | null;
        };
        /**
         * @description Why a rejected order was rejected
         * @enum {string}
         */
        RejectReason: "sold_out" | "held_by_others" | "limit" | "not_on_sale" | "code" | "failed";
        Seller: {
            /**
             * @description Who sells
             * @example Onsale Demo
             */
            name: string;
            /** @description For questions of buyers */
            contactEmail?: string;
            /** @description An https URL */
            website?: string;
            /** @description Who is responsible: Markdown, or one https URL */
            imprint?: string;
            /** @description What is stored of a buyer: Markdown, or one https URL */
            privacy?: string;
            /** @description The accessibility statement: Markdown, or one https URL */
            accessibility?: string;
            /** @description When money is paid back: Markdown, or one https URL */
            refunds?: string;
            terms?: components["schemas"]["SellerTerms"];
            /** @description One more with each change; 0 while nothing was set, and the name is a default */
            revision: number;
        };
        SellerTerms: {
            /**
             * @description A new one with each change of the text; an order keeps what its buyer accepted
             * @example 2027-01
             */
            version: string;
            /** @description The terms: Markdown, or one https URL */
            text: string;
        };
        Ticket: {
            id: string;
            name: string;
            /** @example adult */
            type: string;
            /**
             * @description What is paid, tax and fee included: in the currency, not in cents
             * @example 25
             */
            price: number;
            /** @example USD */
            currency: string;
            description: string;
            eventId: string;
            /** @description Total number of tickets of this type */
            capacity: number;
            /** @description Tickets left, also in the pool that it shares, up to a second old */
            remaining: number;
            /** @description Whether it can be ordered at this moment */
            onSale: boolean;
            /** @description Whether nothing is left, nor held by buyers who have yet to pay */
            soldOut: boolean;
            /**
             * Format: date-time
             * @description When the sale starts, if it is limited
             */
            salesFrom?: string;
            /**
             * Format: date-time
             * @description When the sale ends, if it is limited
             */
            salesTo?: string;
            /** @description Smallest number of tickets in one order */
            minPerOrder?: number;
            /** @description Greatest number of tickets in one order */
            maxPerOrder?: number;
            /** @description How much of the price is a fee */
            fee?: number;
            /** @description Whether it can be ordered only with a code; no list shows it */
            needsCode?: boolean;
        };
        /** @description The matching ticket types */
        TicketList: {
            tickets: components["schemas"]["Ticket"][];
            /** @description Query parameters that are not known and made no difference */
            ignored?: string[];
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
export type Answer = components['schemas']['Answer'];
export type CodeOffer = components['schemas']['CodeOffer'];
export type AnswerRequest = components['schemas']['AnswerRequest'];
export type CreateOrderRequest = components['schemas']['CreateOrderRequest'];
export type CreateOrderResponse = components['schemas']['CreateOrderResponse'];
export type Customer = components['schemas']['Customer'];
export type CustomerRequest = components['schemas']['CustomerRequest'];
export type Event = components['schemas']['Event'];
export type EventDetails = components['schemas']['EventDetails'];
export type EventWaitingRoom = components['schemas']['EventWaitingRoom'];
export type EventList = components['schemas']['EventList'];
export type EventQuestion = components['schemas']['EventQuestion'];
export type EventStatus = components['schemas']['EventStatus'];
export type Order = components['schemas']['Order'];
export type OrderItem = components['schemas']['OrderItem'];
export type OrderLineRequest = components['schemas']['OrderLineRequest'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type PlaceInLine = components['schemas']['PlaceInLine'];
export type RejectReason = components['schemas']['RejectReason'];
export type Seller = components['schemas']['Seller'];
export type SellerTerms = components['schemas']['SellerTerms'];
export type Ticket = components['schemas']['Ticket'];
export type TicketList = components['schemas']['TicketList'];
export type Error = components['schemas']['Error'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type $defs = Record<string, never>;
export interface operations {
    listTickets: {
        parameters: {
            query?: {
                /** @description Only tickets of this event, which may be a rehearsal */
                event?: string;
                /** @description Only tickets of this type */
                type?: string;
                /** @description Only tickets that cost at least this */
                min_price?: number;
                /** @description Only tickets that cost at most this */
                max_price?: number;
            };
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The matching ticket types */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketList"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    listEvents: {
        parameters: {
            query?: {
                /** @description Events on a page, 1 to 500; default: 100 */
                limit?: number;
                /** @description Where to go on: the `next` of the page before */
                cursor?: string;
                /** @description Only events of this category */
                category?: string;
                /** @description Only events in this city */
                city?: string;
                /** @description Only events that start on this day or later, where it takes place */
                from?: string;
                /** @description Only events that start on this day or earlier, where it takes place */
                to?: string;
                /** @description Only events that have each of these words in name, venue, city or description */
                q?: string;
            };
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The matching events, the earliest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    getEvent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
            path: {
                eventId: string;
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
                    "application/json": components["schemas"]["EventDetails"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    getCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
                code: string;
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
                    "application/json": components["schemas"]["CodeOffer"];
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
            /** @description Conflict with the current state */
            409: {
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
            /** @description Too many requests: retry after Retry-After seconds */
            429: {
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
    getSeller: {
        parameters: {
            query?: never;
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
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
                    "application/json": components["schemas"]["Seller"];
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    placeOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description New for each purchase: 128 random bits, for example a UUID. Within 24 hours, the same key and body return the first order; the same key and e-mail address with another body are refused (422). Keys of different customers never collide. */
                "idempotency-key"?: string;
                /** @description The admission of the waiting room, where the event has one; with the cookie of the place. Without it: 403 ADMISSION_REQUIRED */
                "onsale-admission"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrderRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateOrderResponse"];
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
            /** @description The idempotency key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests: retry after Retry-After seconds */
            429: {
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
    getOrder: {
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
                    "application/json": components["schemas"]["Order"];
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
    streamOrder: {
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
                    "text/event-stream": components["schemas"]["Order"];
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
    cancelOrder: {
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
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Accepted: it will be done in a moment */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
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
            /** @description A path segment is too long */
            414: {
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
            /** @description Too many requests: retry after Retry-After seconds */
            429: {
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
    getPageHead: {
        parameters: {
            query: {
                path: string;
            };
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fragment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
    getSitemap: {
        parameters: {
            query?: never;
            header?: {
                /** @description Respond 304 without a body if this is the ETag */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sitemap */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
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
}

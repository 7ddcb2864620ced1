// Generated from api/ by npm run api.
export interface paths {
    "/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run
         * @description The body overrides the configuration for this run only. With a preset, the configuration of the preset comes first, and then the other fields.
         */
        post: operations["startLoad"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop the run and read its final report */
        post: operations["stopLoad"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The configuration of the next run */
        get: operations["readLoadConfig"];
        /**
         * Replace the configuration
         * @description Omitted fields get their defaults. A running load switches to the new configuration.
         */
        put: operations["replaceLoadConfig"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change part of the configuration
         * @description Omitted fields keep their values. A running load adopts the change at once. A new rate without a profile ends a plan of stages.
         */
        patch: operations["changeLoadConfig"];
        trace?: never;
    };
    "/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Loads that can be started by name */
        get: operations["listLoadPresets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Statistics of the current run, or of the last one */
        get: operations["readLoadStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same, twice a second
         * @description Server-sent events named "stats".
         */
        get: operations["streamLoadStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest runs, newest first
         * @description With RUNS_DIR, the last 200; otherwise the last 20 of this process.
         */
        get: operations["listLoadRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of one run */
        get: operations["readLoadRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crowd/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a crowd come to the line of a rehearsal
         * @description Omitted fields get their defaults. Only a rehearsal with a waiting room has crowds, and only while no other load runs.
         */
        post: operations["startCrowd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crowd/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send the crowd home, and read what became of it */
        post: operations["stopCrowd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crowd": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What becomes of the crowd, or became of the last one */
        get: operations["readCrowd"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rehearse a sale
         * @description Plays a whole sale on an event that is made for it, with a key of the office. Refused (409 REHEARSAL_REFUSED) where something real could be touched.
         */
        post: operations["startRehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the rehearsal without a report, and close the sale of its event */
        post: operations["stopRehearsal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the rehearsal is, or how the last one ended, and the latest reports
         * @description With RUNS_DIR, the last 50 reports; otherwise the last 50 of this process.
         */
        get: operations["readRehearsal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/reports/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a rehearsal */
        get: operations["readRehearsalReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/reports/{runId}/report.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a page */
        get: operations["readRehearsalPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/reports/{runId}/junit.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as JUnit, for pipelines */
        get: operations["readRehearsalJunit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rehearsal/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete all orders of rehearsals and put their tickets back on sale
         * @description Nothing else is touched. Refused while a run is active, and by a generator without a Redis.
         */
        post: operations["resetRehearsal"];
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
        /** @enum {string} */
        FindingState: "held" | "broken" | "unsure" | "left out";
        RehearsalFinding: {
            /** @description Which of the promises, 1 to 6; 0 for how fast it was */
            promise: number;
            /** @description What was promised, as a sentence */
            what: string;
            is: components["schemas"]["FindingState"];
            /** @description What was counted or measured */
            found: string;
            /** @description What was counted, such as `shop`, `bank`, `mails` */
            from: string[];
        };
        RehearsalLimit: {
            /** @example gateway */
            part: string;
            /** @description Seconds since the line opened; below 0 before it */
            fromS: number;
            toS: number;
            /** @description What was seen, as a sentence */
            why: string;
            /** @description What to change, as a sentence */
            change: string;
        };
        RehearsalList: {
            run?: components["schemas"]["RehearsalRun"];
            /** @description The newest first */
            reports: components["schemas"]["RehearsalSummary"][];
        };
        /** @enum {string} */
        RehearsalPhase: "preparing" | "gathering" | "selling" | "counting" | "ended";
        RehearsalPlan: {
            people: number;
            /** @description How many are on sale */
            tickets: number;
            /** @description In how many seconds the people come; four of five before the line opens */
            withinS: number;
            /** @description How many of the people have a phone: a slower network, and slower hands */
            phones: number;
            /** @description How many of the people are programs that try to get past the line */
            bots: number;
            /** @description How many of those who have tickets set aside never pay */
            abandons: number;
            /** @description Phones that scan at the entrance; 0 leaves the entrance out */
            devices: number;
            /** @description Whether processes are killed during the sale */
            kills: boolean;
            /** @description Of the chances: the same again for the same number */
            seed: number;
            /** @description An event of which a copy is rehearsed; without it, one is made up */
            eventId?: string;
        };
        RehearsalProblem: {
            /** @description What went wrong, as a sentence */
            message: string;
            reason?: components["schemas"]["RehearsalRefusal"];
        };
        /** @enum {string} */
        RehearsalRefusal: "no_shop" | "no_office" | "public_host" | "real_event" | "real_money" | "bank_closed" | "not_here" | "no_memory";
        RehearsalReport: {
            /** @description `unsure`: nothing is broken, but this machine was too slow to judge the times */
            verdict: components["schemas"]["RehearsalVerdict"];
            /** @description The verdict, as a sentence or two */
            summary: string;
            plan: components["schemas"]["RehearsalPlan"];
            installation: {
                /**
                 * @description Whether the rehearsal started a site of its own
                 * @enum {string}
                 */
                kind: "own" | "running";
                url: string;
                version: string;
                /** @description Of the machine of the simulator */
                cores: number;
            };
            eventName: string;
            /** Format: date-time */
            startedAt: string;
            /**
             * Format: date-time
             * @description When the line opened
             */
            opensAt: string;
            /** @description From the opening until nobody waited any more */
            tookS: number;
            /** @description What was counted, by what it is called in the report */
            counts: {
                [key: string]: number;
            };
            findings: components["schemas"]["RehearsalFinding"][];
            times: components["schemas"]["RehearsalTime"][];
            limits: components["schemas"]["RehearsalLimit"][];
            seconds: components["schemas"]["RehearsalSecond"][];
            kills: {
                atS: number;
                part: string;
                awayS: number;
            }[];
            /** @description Answers by what was asked for and their status, such as `order 201` */
            answers: {
                [key: string]: number;
            };
        };
        RehearsalRun: {
            /** @example 20261127t200512-3fa1c9 */
            runId: string;
            state: components["schemas"]["RehearsalState"];
            phase: components["schemas"]["RehearsalPhase"];
            plan: components["schemas"]["RehearsalPlan"];
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            endedAt?: string;
            /** @description Of the copy that is played on */
            eventName?: string;
            /**
             * Format: date-time
             * @description When its line opens
             */
            opensAt?: string;
            /** @description Sums so far */
            totals: {
                /** @description People in the lobby and in line now */
                waiting: number;
                admitted: number;
                ordered: number;
                confirmed: number;
            };
            /** @description Each second so far; of a long rehearsal every second one, every fourth, and so on */
            seconds: components["schemas"]["RehearsalSecond"][];
            problem?: components["schemas"]["RehearsalProblem"];
        };
        RehearsalSecond: {
            /** @description Seconds since the line opened; below 0 before it */
            atS: number;
            /** @description People in the lobby and in line */
            waiting: number;
            /** @description People whose turn began in this second */
            admitted: number;
            /** @description Orders that were taken in this second */
            ordered: number;
            /** @description Orders that were confirmed in this second */
            confirmed: number;
            /** @description Answers with 503 in this second */
            refused: number;
            /** @description In how many ms 99 of 100 requests were answered */
            slowMs: number;
            /** @description How late the simulator was at most */
            lagMs: number;
            /** @description Orders that wait for a worker */
            backlog?: number;
            /** @description Cores that each kind of process used */
            cpu: {
                [key: string]: number;
            };
        };
        /** @enum {string} */
        RehearsalState: "running" | "finished" | "stopped" | "refused" | "failed";
        RehearsalSummary: {
            /** @example 20261127t200512-3fa1c9 */
            runId: string;
            /** Format: date-time */
            startedAt: string;
            eventName: string;
            plan: components["schemas"]["RehearsalPlan"];
            verdict: components["schemas"]["RehearsalVerdict"];
            /** @description Orders */
            confirmed: number;
            /** @description Findings that are broken */
            broken: number;
            /** @description Parts that were the limit */
            limits: string[];
        };
        RehearsalTime: {
            /** @example from pressing "buy" until the order was settled */
            what: string;
            p50Ms: number;
            p99Ms: number;
            /** @description The threshold of the 99th percentile */
            mostMs?: number;
        };
        /** @enum {string} */
        RehearsalVerdict: "held" | "broken" | "unsure";
        RehearsalStart: {
            plan: components["schemas"]["RehearsalPlan"];
            /** @description Key of the office for the event that is made; the generator has none of its own */
            apiKey?: string;
            /** @description Id of the event that is made, which the key is for */
            rehearsalId?: string;
        };
        CrowdCheck: {
            /** @description soldToCheats: orders that were taken without a turn of one’s own; soldTwice: people with two orders; lagP99Ms: how late people acted, which says whether the times here are to be believed */
            check: components["schemas"]["CrowdCheckName"];
            limit: number;
            value: number;
            passed: boolean;
        };
        /** @enum {string} */
        CrowdCheckName: "soldToCheats" | "soldTwice" | "serverErrors" | "unanswered" | "lagP99Ms";
        CrowdConfig: {
            /** @description A rehearsal with a waiting room; the crowd buys its first ticket type */
            event: string;
            /** @description How many come */
            people: number;
            /** @description Within how many seconds they come, at random */
            withinS: number;
            /** @description Of all chances: the same crowd again for the same number */
            seed: number;
            shares: components["schemas"]["CrowdShares"];
        };
        CrowdRequests: {
            what: components["schemas"]["CrowdRequestKind"];
            /** @description Requests that were answered */
            answered: number;
            /** @description Of them with a 4xx, such as 403 for an order without an admission */
            refused: number;
            /** @description Of them with a 5xx */
            failed: number;
            /** @description From sending to the answer, in ms */
            latency: components["schemas"]["Percentiles"];
        };
        /** @enum {string} */
        CrowdRequestKind: "line" | "join" | "place" | "leave" | "order" | "outcome";
        CrowdSecond: {
            /** @description Since the start */
            atS: number;
            /** @description People who have come; bots included */
            arrived: number;
            /** @description Who have a place and no turn yet */
            waiting: number;
            /** @description Who have their turn and have not ordered */
            turns: number;
            /** @description Whose order has tickets */
            served: number;
            /** @description Who know that nothing is left */
            told: number;
            /** @description Who gave their place back */
            left: number;
        };
        CrowdShares: {
            /** @description Join again and again while they wait */
            refreshing: number;
            /** @description Give their place back after some seconds */
            leaving: number;
            /** @description Wait in two tabs, and order in both if they can */
            twoTabs: number;
            /** @description Order with the admission of somebody else before they order with their own */
            copying: number;
            /** @description Never join, and order with no admission, or with one that is forged or copied */
            bots: number;
        };
        CrowdStart: {
            /** @description A rehearsal with a waiting room; the crowd buys its first ticket type */
            event?: string;
            /** @description How many come */
            people?: number;
            /** @description Within how many seconds they come, at random */
            withinS?: number;
            /** @description Of all chances: the same crowd again for the same number */
            seed?: number;
            shares?: {
                /** @description Join again and again while they wait */
                refreshing?: number;
                /** @description Give their place back after some seconds */
                leaving?: number;
                /** @description Wait in two tabs, and order in both if they can */
                twoTabs?: number;
                /** @description Order with the admission of somebody else before they order with their own */
                copying?: number;
                /** @description Never join, and order with no admission, or with one that is forged or copied */
                bots?: number;
            };
        };
        /** @description The crowd is coming */
        CrowdStarted: {
            runId: string;
            config: components["schemas"]["CrowdConfig"];
        };
        /** @enum {string} */
        CrowdState: "idle" | "running" | "finished";
        CrowdStats: {
            runId?: string;
            state: components["schemas"]["CrowdState"];
            config: components["schemas"]["CrowdConfig"];
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            endedAt?: string;
            elapsedS: number;
            /** @description As the line said last */
            line?: {
                status: components["schemas"]["LineStatus"];
                /** @description Tickets left */
                remaining: number;
                /** @description That may come back */
                held: number;
            };
            people: {
                /** @description People who have come; bots included */
                arrived: number;
                /** @description Who have a place and no turn yet */
                waiting: number;
                /** @description Who have their turn and have not ordered */
                turns: number;
                /** @description Whose order has tickets */
                served: number;
                /** @description Who know that nothing is left */
                told: number;
                /** @description Who gave their place back */
                left: number;
                /** @description Who got a place */
                joined: number;
            };
            orders: {
                taken: number;
                confirmed: number;
                /** @description Not paid */
                held: number;
                /** @description Without tickets, whatever the reason */
                rejected: number;
                /** @description Not settled yet */
                pending: number;
            };
            cheats: {
                /** @description Bots, and people with a copied admission, who have tried */
                people: number;
                /** @description Their orders that were refused */
                refused: number;
                /** @description Their orders that were taken: none, if all is well */
                sold: number;
            };
            /** @description People with two orders */
            soldTwice: number;
            /** @description Requests without an answer */
            unanswered: number;
            requests: components["schemas"]["CrowdRequests"][];
            /** @description How late people acted, in ms: the generator’s own fault */
            lag: components["schemas"]["Percentiles"];
            /** @description From having a place to the turn, in ms */
            toTurn: components["schemas"]["Percentiles"];
            /** @description From the press of the button to the outcome, in ms */
            toSettled: components["schemas"]["Percentiles"];
            /** @description One a second; of long runs fewer */
            seconds: components["schemas"]["CrowdSecond"][];
            checks: components["schemas"]["CrowdCheck"][];
            /** @description Whether all checks have passed; null before the end */
            passed: boolean | null;
        };
        /**
         * @example open
         * @enum {string}
         */
        LineStatus: "off" | "lobby" | "drawing" | "open" | "paused" | "halted" | "sold_out" | "closed";
        LoadChange: {
            /** @description Requests a second; the peak for ramp, spike and steps */
            rps?: number;
            /** @description Length of the run */
            durationS?: number;
            /** @description constant; ramp: from 0 to the rate; spike: quiet, a wall, a long tail; steps: up in ten steps until a threshold breaks; stages: as `stages` says */
            profile?: components["schemas"]["LoadProfile"];
            stages?: components["schemas"]["LoadStage"][];
            /**
             * @description Gaps between requests
             * @enum {string}
             */
            arrivals?: "constant" | "poisson";
            /** @description The event whose tickets are ordered when `mix` is empty. A target without an event `rehearsal`, the default, is ordered everything from that it lists at GET /tickets; `sells` says so */
            event?: string;
            /** @description What to order; empty means all tickets of `event` */
            mix?: components["schemas"]["MixEntry"][];
            paymentMethod?: string;
            /** @description Connections to the target; a change takes effect with the next run */
            connections?: number;
            /** @description How long a request may wait for a connection, and then again for its response */
            timeoutMs?: number;
            /** @description Maximum number of orders followed to their final status; 0 for none */
            followMaxPerS?: number;
            /** @description How long a run waits at its end for the orders it follows */
            settleTimeoutS?: number;
            shares?: {
                /** @description Double clicks: the previous request again, with its Idempotency-Key */
                duplicates?: number;
                /** @description Invalid orders, which must get a 400 */
                badRequests?: number;
                /** @description GET /tickets */
                readers?: number;
            };
            part?: {
                /** @description Which part of the load this generator sends, counting from 0 */
                index: number;
                /** @description Number of parts */
                of: number;
            };
            thresholds?: components["schemas"]["LoadThresholds"];
        };
        LoadConfig: {
            /** @description Requests a second; the peak for ramp, spike and steps */
            rps: number;
            /** @description Length of the run */
            durationS: number;
            /** @description constant; ramp: from 0 to the rate; spike: quiet, a wall, a long tail; steps: up in ten steps until a threshold breaks; stages: as `stages` says */
            profile: components["schemas"]["LoadProfile"];
            stages: components["schemas"]["LoadStage"][];
            /**
             * @description Gaps between requests
             * @enum {string}
             */
            arrivals: "constant" | "poisson";
            /** @description The event whose tickets are ordered when `mix` is empty. A target without an event `rehearsal`, the default, is ordered everything from that it lists at GET /tickets; `sells` says so */
            event: string;
            /** @description What to order; empty means all tickets of `event` */
            mix: components["schemas"]["MixEntry"][];
            paymentMethod: string;
            /** @description Connections to the target; a change takes effect with the next run */
            connections: number;
            /** @description How long a request may wait for a connection, and then again for its response */
            timeoutMs: number;
            /** @description Maximum number of orders followed to their final status; 0 for none */
            followMaxPerS: number;
            /** @description How long a run waits at its end for the orders it follows */
            settleTimeoutS: number;
            shares: components["schemas"]["LoadShares"];
            part: {
                /** @description Which part of the load this generator sends, counting from 0 */
                index: number;
                /** @description Number of parts */
                of: number;
            };
            thresholds: components["schemas"]["LoadThresholds"];
        };
        LoadDecision: {
            /** @description Since the start */
            atS: number;
            phase: components["schemas"]["SearchPhase"];
            /** @description The rate from then on, or that it climbs or falls to */
            rps: number;
            sentence: string;
        };
        LoadEndpoint: {
            /** @description repeated: second clicks, with the Idempotency-Key of the first; invalid: must get 400 */
            endpoint: components["schemas"]["LoadEndpointName"];
            sent: number;
            /** @description Answers that say what they should, sold out included */
            success: number;
            /** @description 409 SOLD_OUT */
            soldOut: number;
            failure: number;
            /** @description ms */
            p50: number | null;
            /** @description ms */
            p90: number | null;
            /** @description ms */
            p95: number | null;
            /** @description ms */
            p99: number | null;
            /** @description ms */
            p999: number | null;
            /** @description ms */
            max: number | null;
            /** @description Latencies measured; the percentiles are null when there are none */
            samples: number;
        };
        /** @enum {string} */
        LoadEndpointName: "POST /orders" | "POST /orders (repeated)" | "POST /orders (invalid)" | "GET /tickets";
        LoadFailure: {
            endpoint: components["schemas"]["LoadEndpointName"];
            /**
             * @description Status and error code of an unexpected response, what is wrong with the answer, or why there was none
             * @example 503 OVERLOADED
             * @example the answer has no orderId
             * @example timeout
             */
            kind: string;
            count: number;
            /** @description The start of the latest response; empty without one */
            sample: string;
            /**
             * Format: date-time
             * @description When it last happened
             */
            at: string;
        };
        LoadFleet: {
            /** @description One a second; of long runs fewer, at most 1200 */
            moments: components["schemas"]["LoadFleetMoment"][];
            /** @description The first 500, oldest first */
            changes: components["schemas"]["LoadFleetChange"][];
        };
        LoadFleetChange: {
            /** @description Since the start */
            atS: number;
            service: string;
            /** @description Running before */
            from: number;
            /** @description Running after */
            to: number;
            /** @description Processes that were not there before */
            came: number;
            /** @description Processes that are no longer there; one that is killed and replaced is in both */
            went: number;
            /**
             * @description What the autoscaler said then
             * @example cpu 83 % of 60 % → 2 wanted
             */
            reason: string | null;
        };
        LoadFleetMoment: {
            /** @description Since the start */
            atS: number;
            /** @description Orders a second, from all buyers; null at the first moment */
            placed: number | null;
            /** @description Orders a second */
            confirmed: number | null;
            /** @description Orders a second */
            rejected: number | null;
            /** @description Orders that are placed and not settled */
            waiting: number;
            services: components["schemas"]["LoadFleetService"][];
        };
        LoadFleetService: {
            service: string;
            living: number;
            /** @description The count the autoscaler wants; null when it is not known */
            desired: number | null;
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
        /**
         * @description event: the tickets of the configured event; everything: the target has no such event, so what is really on sale; mix: what the configuration names; unknown: the target has not said yet what it sells
         * @enum {string}
         */
        LoadGoods: "unknown" | "event" | "everything" | "mix";
        LoadOrders: {
            /** @description Orders answered 201, not counting double clicks */
            accepted: number;
            /** @description Orders answered 409 SOLD_OUT */
            soldOut: number;
            /** @description Accepted orders that were followed */
            followed: number;
            /** @description followed / accepted */
            followedShare: number | null;
            /** @description Followed orders that were confirmed */
            confirmed: number;
            /** @description Followed orders whose tickets are held until they are paid; they have settled */
            held: number;
            /** @description Followed orders that were rejected */
            rejected: number;
            /** @description Followed orders without a final status so far */
            pending: number;
            /** @description Followed orders that the target accepted and no longer has */
            lost: number;
            /** @description Double clicks whose two responses could be compared */
            duplicatesChecked: number;
            /** @description Double clicks that got a different order */
            duplicated: number;
            /** @description Of the followed orders. One that never settled counts as an hour (3600000) at the end of the run */
            clickToSettled: components["schemas"]["Percentiles"];
        };
        /**
         * @description nothing-sold: orders were answered and none was accepted; unmeasured: no threshold could be judged
         * @enum {string}
         */
        LoadOutcome: "passed" | "failed" | "nothing-sold" | "unmeasured";
        LoadPreset: {
            name: components["schemas"]["LoadPresetName"];
            /** @example The opening minute */
            title: string;
            /** @description A sentence or two for people */
            description: string;
            config: components["schemas"]["LoadChange"];
            /** @description Whether the rates are found while the load runs. Such a preset has to be started by its name; `config.rps` is the highest rate that it tries, and `config.durationS` how long it takes at most */
            searches: boolean;
        };
        LoadPresetList: {
            presets: components["schemas"]["LoadPreset"][];
        };
        /** @enum {string} */
        LoadPresetName: "quiet" | "opening-minute" | "sold-out" | "double-clicks" | "find-the-limit" | "scale";
        /** @enum {string} */
        LoadProfile: "constant" | "ramp" | "spike" | "steps" | "stages";
        LoadReport: {
            state: components["schemas"]["LoadState"];
            runId?: string;
            /** @description The preset that the run was started with */
            preset?: components["schemas"]["LoadPresetName"];
            target: string;
            sells: components["schemas"]["LoadGoods"];
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            endedAt?: string;
            config: components["schemas"]["LoadConfig"];
            /** @description Sending time so far */
            elapsedS: number;
            /** @description Total sending time */
            plannedS: number;
            /** @description What the plan asks for now; after the run, its mean */
            targetRps: number;
            /** @description Sent in the last second; after the run, the mean */
            achievedRps: number;
            /** @description Sent per second over the whole run */
            averageRps: number;
            /** @description Requests the plan has asked for so far: sent + dropped */
            due: number;
            sent: number;
            /** @description Answers that say what they should: an order with the right price, the same order to a repeated request, a list of tickets, an error code to a bad request; also 409 SOLD_OUT, which `orders.soldOut` counts by itself */
            success: number;
            /** @description Every other response, or none */
            failure: number;
            inFlight: number;
            /** @description Due but not sent, because the in-flight limit was reached */
            dropped: number;
            requests: components["schemas"]["LoadRequests"];
            statusCodes: {
                [key: string]: number;
            };
            /** @description Failures without a response, by kind */
            errors: {
                [key: string]: number;
            };
            /** @description The most recent unexpected response bodies */
            lastErrors: components["schemas"]["UnexpectedResponse"][];
            /** @description Always all of them, in the same order */
            endpoints: components["schemas"]["LoadEndpoint"][];
            /** @description All failures by endpoint and kind, the most frequent first */
            failures: components["schemas"]["LoadFailure"][];
            /** @description From when a request was due to the end of its response */
            latency: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            /** @description From when a request was written to the end of its response */
            serviceTime: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            /** @description How late the generator itself was */
            schedulerLag: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            orders: components["schemas"]["LoadOrders"];
            search?: components["schemas"]["LoadSearch"];
            steps?: components["schemas"]["LoadStep"][];
            /** @description The highest rate that held, for the steps profile */
            lastGoodRps?: number | null;
            verdict: components["schemas"]["Verdict"];
            seconds: components["schemas"]["LoadSecond"][];
            /** @description What `GET /fleet` of the target said during the run; missing if it has none */
            fleet?: components["schemas"]["LoadFleet"];
            histograms: {
                /** @description HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding */
                latency: string;
                /** @description HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding */
                serviceTime: string;
                /** @description HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding */
                schedulerLag: string;
                /** @description HDR histogram of microseconds, exported by node:perf_hooks, in base64; merge by adding */
                clickToSettled: string;
                /** @description Latency of each endpoint, in the order of `endpoints` */
                endpoints: string[];
            };
        };
        LoadRequests: {
            orders: number;
            duplicates: number;
            badRequests: number;
            readers: number;
        };
        LoadRunList: {
            runs: components["schemas"]["LoadRunSummary"][];
        };
        LoadRunSummary: {
            runId: string;
            state: components["schemas"]["LoadState"];
            /** Format: date-time */
            startedAt: string;
            /** @description Sending time */
            elapsedS: number;
            preset?: components["schemas"]["LoadPresetName"];
            profile: components["schemas"]["LoadProfile"];
            /** @description The highest rate of its plan */
            rps: number;
            averageRps: number;
            sent: number;
            /** @description Orders */
            accepted: number;
            /** @description Orders */
            soldOut: number;
            failure: number;
            dropped: number;
            /** @description Latency */
            p99Ms: number | null;
            passed: boolean | null;
            outcome: components["schemas"]["LoadOutcome"];
        };
        LoadSearch: {
            /** @description searching: until processes use more than their target; climbing: until more are running; holding: as much as those can do; descending: until the surplus has gone */
            phase: components["schemas"]["SearchPhase"];
            /**
             * @description What happens and why, for people
             * @example 480/s: gateway uses 41 % of its CPU request and scales at 60 %
             */
            sentence: string;
            /** @description Every decision so far, oldest first */
            decisions: components["schemas"]["LoadDecision"][];
        };
        LoadSecond: {
            /** @description Since the start */
            fromS: number;
            spanS: number;
            targetRps: number;
            sentRps: number;
            /** @description Orders answered 201, not counting double clicks */
            accepted: number;
            /** @description Orders answered 409 SOLD_OUT */
            soldOut: number;
            /** @description Sold out included */
            success: number;
            failure: number;
            dropped: number;
            inFlight: number;
            /** @description ms */
            p50: number | null;
            /** @description ms */
            p90: number | null;
            /** @description ms */
            p95: number | null;
            /** @description ms */
            p99: number | null;
            /** @description ms */
            p999: number | null;
            /** @description ms */
            max: number | null;
        };
        LoadShares: {
            /** @description Double clicks: the previous request again, with its Idempotency-Key */
            duplicates: number;
            /** @description Invalid orders, which must get a 400 */
            badRequests: number;
            /** @description GET /tickets */
            readers: number;
        };
        LoadStage: {
            /** @description Requests a second at the end of the stage */
            rps: number;
            /** @description Length of the stage */
            durationS: number;
            /** @description Change linearly from the previous rate instead of at once */
            ramp?: boolean;
        };
        LoadStart: {
            /** @description Requests a second; the peak for ramp, spike and steps */
            rps?: number;
            /** @description Length of the run */
            durationS?: number;
            /** @description constant; ramp: from 0 to the rate; spike: quiet, a wall, a long tail; steps: up in ten steps until a threshold breaks; stages: as `stages` says */
            profile?: components["schemas"]["LoadProfile"];
            stages?: components["schemas"]["LoadStage"][];
            /**
             * @description Gaps between requests
             * @enum {string}
             */
            arrivals?: "constant" | "poisson";
            /** @description The event whose tickets are ordered when `mix` is empty. A target without an event `rehearsal`, the default, is ordered everything from that it lists at GET /tickets; `sells` says so */
            event?: string;
            /** @description What to order; empty means all tickets of `event` */
            mix?: components["schemas"]["MixEntry"][];
            paymentMethod?: string;
            /** @description Connections to the target; a change takes effect with the next run */
            connections?: number;
            /** @description How long a request may wait for a connection, and then again for its response */
            timeoutMs?: number;
            /** @description Maximum number of orders followed to their final status; 0 for none */
            followMaxPerS?: number;
            /** @description How long a run waits at its end for the orders it follows */
            settleTimeoutS?: number;
            shares?: {
                /** @description Double clicks: the previous request again, with its Idempotency-Key */
                duplicates?: number;
                /** @description Invalid orders, which must get a 400 */
                badRequests?: number;
                /** @description GET /tickets */
                readers?: number;
            };
            part?: {
                /** @description Which part of the load this generator sends, counting from 0 */
                index: number;
                /** @description Number of parts */
                of: number;
            };
            thresholds?: components["schemas"]["LoadThresholds"];
            /** @description The preset to start; the other fields change it */
            preset?: components["schemas"]["LoadPresetName"];
        };
        /** @description The run has started */
        LoadStarted: {
            runId: string;
            /** Format: date-time */
            startedAt: string;
            sells: components["schemas"]["LoadGoods"];
            config: components["schemas"]["LoadConfig"];
        };
        /** @enum {string} */
        LoadState: "idle" | "running" | "settling" | "finished" | "interrupted";
        LoadStats: {
            state: components["schemas"]["LoadState"];
            runId?: string;
            /** @description The preset that the run was started with */
            preset?: components["schemas"]["LoadPresetName"];
            target: string;
            sells: components["schemas"]["LoadGoods"];
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            endedAt?: string;
            config: components["schemas"]["LoadConfig"];
            /** @description Sending time so far */
            elapsedS: number;
            /** @description Total sending time */
            plannedS: number;
            /** @description What the plan asks for now; after the run, its mean */
            targetRps: number;
            /** @description Sent in the last second; after the run, the mean */
            achievedRps: number;
            /** @description Sent per second over the whole run */
            averageRps: number;
            /** @description Requests the plan has asked for so far: sent + dropped */
            due: number;
            sent: number;
            /** @description Answers that say what they should: an order with the right price, the same order to a repeated request, a list of tickets, an error code to a bad request; also 409 SOLD_OUT, which `orders.soldOut` counts by itself */
            success: number;
            /** @description Every other response, or none */
            failure: number;
            inFlight: number;
            /** @description Due but not sent, because the in-flight limit was reached */
            dropped: number;
            requests: components["schemas"]["LoadRequests"];
            statusCodes: {
                [key: string]: number;
            };
            /** @description Failures without a response, by kind */
            errors: {
                [key: string]: number;
            };
            /** @description The most recent unexpected response bodies */
            lastErrors: components["schemas"]["UnexpectedResponse"][];
            /** @description Always all of them, in the same order */
            endpoints: components["schemas"]["LoadEndpoint"][];
            /** @description All failures by endpoint and kind, the most frequent first */
            failures: components["schemas"]["LoadFailure"][];
            /** @description From when a request was due to the end of its response */
            latency: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            /** @description From when a request was written to the end of its response */
            serviceTime: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            /** @description How late the generator itself was */
            schedulerLag: {
                run: components["schemas"]["Percentiles"];
                second: components["schemas"]["Percentiles"];
            };
            orders: components["schemas"]["LoadOrders"];
            search?: components["schemas"]["LoadSearch"];
            steps?: components["schemas"]["LoadStep"][];
            /** @description The highest rate that held, for the steps profile */
            lastGoodRps?: number | null;
            verdict: components["schemas"]["Verdict"];
        };
        LoadStep: {
            rps: number;
            /** @description Latency of the responses within the step */
            p99Ms: number | null;
            failureShare: number;
            /** @description Share of the requests sent that were answered within the step */
            answeredShare: number;
            passed: boolean;
        };
        LoadThresholds: {
            /** @description Maximum p99 latency */
            p99Ms?: number;
            /** @description Maximum share of sent requests that fail */
            failureShare?: number;
            /** @description Maximum p99 time from click to final status */
            clickToSettledP99Ms?: number;
            /** @description Maximum number of accepted orders the target has lost */
            lost?: number;
            /** @description Maximum number of double clicks that created a second order */
            duplicated?: number;
            /** @description Minimum share of answered orders that are accepted, and not sold out or failed */
            minAcceptedShare?: number;
            /** @description Maximum share of due requests the generator could not send */
            droppedShare?: number;
        };
        MixEntry: {
            ticketId: string;
            /** @description Tickets per order */
            qty: number;
            /** @description Weight relative to the other entries; 1 by default */
            weight?: number;
        };
        Percentiles: {
            /** @description Number of values; the other fields are null when it is 0 */
            count: number;
            /** @description ms */
            p50: number | null;
            /** @description ms */
            p90: number | null;
            /** @description ms */
            p95: number | null;
            /** @description ms */
            p99: number | null;
            /** @description ms */
            p999: number | null;
            /** @description ms */
            max: number | null;
        };
        RehearsalReset: {
            /** @description Orders of rehearsals that are no more */
            ordersDeleted: number;
        };
        /** @enum {string} */
        SearchPhase: "searching" | "climbing" | "holding" | "descending";
        UnexpectedResponse: {
            /** Format: date-time */
            at: string;
            status: number;
            body: string;
        };
        Verdict: {
            /** @description true only if the outcome is passed, null if it is unmeasured */
            passed: boolean | null;
            outcome: components["schemas"]["LoadOutcome"];
            checks: components["schemas"]["VerdictCheck"][];
        };
        VerdictCheck: {
            threshold: string;
            /** @enum {string} */
            bound: "at most" | "at least";
            limit: number;
            /** @description null when not measured, and so not judged */
            actual: number | null;
            passed: boolean | null;
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
export type FindingState = components['schemas']['FindingState'];
export type RehearsalFinding = components['schemas']['RehearsalFinding'];
export type RehearsalLimit = components['schemas']['RehearsalLimit'];
export type RehearsalList = components['schemas']['RehearsalList'];
export type RehearsalPhase = components['schemas']['RehearsalPhase'];
export type RehearsalPlan = components['schemas']['RehearsalPlan'];
export type RehearsalProblem = components['schemas']['RehearsalProblem'];
export type RehearsalRefusal = components['schemas']['RehearsalRefusal'];
export type RehearsalReport = components['schemas']['RehearsalReport'];
export type RehearsalRun = components['schemas']['RehearsalRun'];
export type RehearsalSecond = components['schemas']['RehearsalSecond'];
export type RehearsalState = components['schemas']['RehearsalState'];
export type RehearsalSummary = components['schemas']['RehearsalSummary'];
export type RehearsalTime = components['schemas']['RehearsalTime'];
export type RehearsalVerdict = components['schemas']['RehearsalVerdict'];
export type RehearsalStart = components['schemas']['RehearsalStart'];
export type CrowdCheck = components['schemas']['CrowdCheck'];
export type CrowdCheckName = components['schemas']['CrowdCheckName'];
export type CrowdConfig = components['schemas']['CrowdConfig'];
export type CrowdRequests = components['schemas']['CrowdRequests'];
export type CrowdRequestKind = components['schemas']['CrowdRequestKind'];
export type CrowdSecond = components['schemas']['CrowdSecond'];
export type CrowdShares = components['schemas']['CrowdShares'];
export type CrowdStart = components['schemas']['CrowdStart'];
export type CrowdStarted = components['schemas']['CrowdStarted'];
export type CrowdState = components['schemas']['CrowdState'];
export type CrowdStats = components['schemas']['CrowdStats'];
export type LineStatus = components['schemas']['LineStatus'];
export type LoadChange = components['schemas']['LoadChange'];
export type LoadConfig = components['schemas']['LoadConfig'];
export type LoadDecision = components['schemas']['LoadDecision'];
export type LoadEndpoint = components['schemas']['LoadEndpoint'];
export type LoadEndpointName = components['schemas']['LoadEndpointName'];
export type LoadFailure = components['schemas']['LoadFailure'];
export type LoadFleet = components['schemas']['LoadFleet'];
export type LoadFleetChange = components['schemas']['LoadFleetChange'];
export type LoadFleetMoment = components['schemas']['LoadFleetMoment'];
export type LoadFleetService = components['schemas']['LoadFleetService'];
export type LoadGoods = components['schemas']['LoadGoods'];
export type LoadOrders = components['schemas']['LoadOrders'];
export type LoadOutcome = components['schemas']['LoadOutcome'];
export type LoadPreset = components['schemas']['LoadPreset'];
export type LoadPresetList = components['schemas']['LoadPresetList'];
export type LoadPresetName = components['schemas']['LoadPresetName'];
export type LoadProfile = components['schemas']['LoadProfile'];
export type LoadReport = components['schemas']['LoadReport'];
export type LoadRequests = components['schemas']['LoadRequests'];
export type LoadRunList = components['schemas']['LoadRunList'];
export type LoadRunSummary = components['schemas']['LoadRunSummary'];
export type LoadSearch = components['schemas']['LoadSearch'];
export type LoadSecond = components['schemas']['LoadSecond'];
export type LoadShares = components['schemas']['LoadShares'];
export type LoadStage = components['schemas']['LoadStage'];
export type LoadStart = components['schemas']['LoadStart'];
export type LoadStarted = components['schemas']['LoadStarted'];
export type LoadState = components['schemas']['LoadState'];
export type LoadStats = components['schemas']['LoadStats'];
export type LoadStep = components['schemas']['LoadStep'];
export type LoadThresholds = components['schemas']['LoadThresholds'];
export type MixEntry = components['schemas']['MixEntry'];
export type Percentiles = components['schemas']['Percentiles'];
export type RehearsalReset = components['schemas']['RehearsalReset'];
export type SearchPhase = components['schemas']['SearchPhase'];
export type UnexpectedResponse = components['schemas']['UnexpectedResponse'];
export type Verdict = components['schemas']['Verdict'];
export type VerdictCheck = components['schemas']['VerdictCheck'];
export type Error = components['schemas']['Error'];
export type ErrorDetail = components['schemas']['ErrorDetail'];
export type $defs = Record<string, never>;
export interface operations {
    startLoad: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LoadStart"];
            };
        };
        responses: {
            /** @description The run has started */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadStarted"];
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
    stopLoad: {
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
                    "application/json": components["schemas"]["LoadReport"];
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
    readLoadConfig: {
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
                    "application/json": components["schemas"]["LoadConfig"];
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
    replaceLoadConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoadChange"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadConfig"];
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
    changeLoadConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoadChange"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadConfig"];
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
    listLoadPresets: {
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
                    "application/json": components["schemas"]["LoadPresetList"];
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
    readLoadStats: {
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
                    "application/json": components["schemas"]["LoadStats"];
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
    streamLoadStats: {
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
                    "text/event-stream": components["schemas"]["LoadStats"];
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
    listLoadRuns: {
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
                    "application/json": components["schemas"]["LoadRunList"];
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
    readLoadRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
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
                    "application/json": components["schemas"]["LoadReport"];
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
    startCrowd: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CrowdStart"];
            };
        };
        responses: {
            /** @description The crowd is coming */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrowdStarted"];
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
    stopCrowd: {
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
                    "application/json": components["schemas"]["CrowdStats"];
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
    readCrowd: {
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
                    "application/json": components["schemas"]["CrowdStats"];
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
    startRehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RehearsalStart"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalRun"];
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
    stopRehearsal: {
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
                    "application/json": components["schemas"]["RehearsalRun"];
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
    readRehearsal: {
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
                    "application/json": components["schemas"]["RehearsalList"];
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
    readRehearsalReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
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
                    "application/json": components["schemas"]["RehearsalReport"];
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
    readRehearsalPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
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
                    "text/html": string;
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
    readRehearsalJunit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
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
                    "application/xml": string;
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
    resetRehearsal: {
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
                    "application/json": components["schemas"]["RehearsalReset"];
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

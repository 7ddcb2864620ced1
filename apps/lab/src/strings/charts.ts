/** Figures and charts, and the files that they are saved as. */
export const chartsText = {
  readouts: {
    names: {
      sent: { label: 'sent', meaning: 'Requests sent in the last second.' },
      target: { label: 'target', meaning: 'Requests a second that the plan asks for now.' },
      p50: {
        label: 'p50',
        meaning:
          'Half of the requests were answered within this time, counted from when they were due.',
      },
      p99: {
        label: 'p99',
        meaning:
          '99 of 100 requests were answered within this time, counted from when they were due.',
      },
      inFlight: { label: 'in flight', meaning: 'Requests that were sent and have no answer yet.' },
      dropped: {
        label: 'not sent',
        meaning: 'Requests that were due and not sent, because too many were in flight already.',
      },
      accepted: {
        label: 'accepted',
        meaning: 'Orders answered 201: placed, and on their way to be settled.',
      },
      soldOut: {
        label: 'sold out',
        meaning: 'Orders refused with “sold out”: a correct answer, but nothing was bought.',
      },
      failure: {
        label: 'failures',
        meaning: 'Answers that were wrong, late beyond the timeout, or never came.',
      },
      placed: {
        label: 'placed',
        meaning: 'Orders placed in the last second, from all sources, counted by the gateways.',
      },
      confirmed: {
        label: 'confirmed',
        meaning: 'Orders confirmed in the last second, counted by the workers.',
      },
      backlog: { label: 'backlog', meaning: 'Orders that are placed and not settled yet.' },
    },
    perSecond: '/s',
    ms: 'ms',
  },

  charts: {
    title: 'Charts',
    window: 'Time shown',
    windows: { run: 'this run', 60: '1 min', 600: '10 min', 3600: '1 h' },
    rate: 'Rate',
    rateUnit: 'requests / s',
    latency: 'Latency',
    latencyUnit: 'ms since it was due',
    outcome: 'Answers',
    outcomeUnit: 'answers / s',
    orders: 'Orders',
    ordersUnit: 'orders / s',
    backlog: 'Backlog',
    backlogUnit: 'unsettled orders',
    instances: 'Instances',
    instancesUnit: 'running processes',
    cpu: (service: string) => `CPU of ${service}`,
    cpuUnit: '% of its request',
    noFleet: 'No fleet was recorded during this run: the target showed none.',
    lines: {
      target: 'target',
      achieved: 'sent',
      p50: 'p50',
      p90: 'p90',
      p99: 'p99',
      p999: 'p99.9',
      accepted: 'accepted',
      other: 'other success',
      soldOut: 'sold out',
      failure: 'failure',
      dropped: 'not sent',
      placed: 'placed',
      confirmed: 'confirmed',
      rejected: 'rejected',
      waiting: 'waiting or being settled',
      cpu: 'used',
      cpuTarget: 'target',
    },
  },

  save: {
    pictureTitle: 'Onsale',
    png: 'PNG',
    csv: 'CSV',
    json: 'JSON',
    pngLong: 'PNG: save the charts as a picture',
    csvLong: 'CSV: save every second of the run',
    jsonLong: 'JSON: save the report of the run',
    failed: 'The load generator does not answer: not saved.',
    summary: (run: { profile: string; rate: string; sent: string; p99: string }) =>
      `${run.profile}, ${run.rate} requests/s · sent ${run.sent}/s · p99 ${run.p99} ms`,
  },
} as const;

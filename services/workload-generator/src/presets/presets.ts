import type { LoadChange, LoadPreset, LoadPresetName } from '@onsale/contracts';
import type { LoadLimits } from '../load-config.ts';

const THRESHOLDS = { p99Ms: 500, failureShare: 0.01, minAcceptedShare: 0.5 };
const NOBODY = { duplicates: 0, badRequests: 0, readers: 0 };
/** How a crowd behaves: some click twice, some look first, some send nonsense. */
const CROWD = { duplicates: 0.03, badRequests: 0.01, readers: 0.3 };

const PRESETS: readonly LoadPreset[] = [
  {
    name: 'quiet',
    title: 'A quiet afternoon',
    description:
      'Twenty requests a second for a minute, at random moments. Everything should hold.',
    searches: false,
    config: shape({ rps: 20, durationS: 60, arrivals: 'poisson', shares: CROWD }),
  },
  {
    name: 'opening-minute',
    title: 'The opening minute',
    description:
      'Quiet before the doors, then everybody at once, then the retries. Some click twice, some only look.',
    searches: false,
    config: shape({
      rps: 400,
      durationS: 60,
      profile: 'spike',
      arrivals: 'poisson',
      shares: CROWD,
    }),
  },
  {
    name: 'sold-out',
    title: 'Sold out',
    description:
      'Buys the last thousand tickets of a rehearsal within seconds and goes on asking: nobody may get one ' +
      'too many, and refusals must be as fast as orders.',
    searches: false,
    config: shape({
      rps: 200,
      durationS: 30,
      event: 'rehearsal-few',
      thresholds: { ...THRESHOLDS, minAcceptedShare: 0 },
    }),
  },
  {
    name: 'double-clicks',
    title: 'Everybody clicks twice',
    description:
      'Every other request repeats an order with its key. No second order may come of it.',
    searches: false,
    config: shape({ rps: 200, durationS: 60, shares: { ...NOBODY, duplicates: 0.5 } }),
  },
  {
    name: 'find-the-limit',
    title: 'Find the limit',
    description:
      'Climbs in ten steps until a threshold breaks, and reports the last rate that held. Raise the rate if all hold.',
    searches: false,
    config: shape({ rps: 2000, durationS: 100, profile: 'steps' }),
  },
  {
    name: 'scale',
    title: 'Watch it scale',
    description:
      'Finds the rate at which this installation has to start more processes, climbs to what those can ' +
      'do, and goes back to almost nothing until they are gone. About five minutes.',
    searches: true,
    // The shape of what happens, for a picture; the real rates are found on the way.
    config: shape({
      rps: 5000,
      durationS: 300,
      profile: 'stages',
      stages: [
        { rps: 500, durationS: 60, ramp: true },
        { rps: 1250, durationS: 60, ramp: true },
        { rps: 1250, durationS: 45 },
        { rps: 10, durationS: 15, ramp: true },
        { rps: 10, durationS: 120 },
      ],
    }),
  },
];

/** The presets, with rates and lengths within the limits of this generator. */
export function presetsWithin(limits: LoadLimits): LoadPreset[] {
  return PRESETS.map((preset) => {
    const { rps = 0, durationS = 0 } = preset.config;
    const config = {
      ...preset.config,
      rps: Math.min(rps, limits.MAX_RPS),
      durationS: Math.min(durationS, limits.MAX_DURATION_S),
    };
    return { ...preset, config };
  });
}

/** Throws when a preset is not in the list, which the contract rules out. */
export function presetNamed(name: LoadPresetName, limits: LoadLimits): LoadPreset {
  const preset = presetsWithin(limits).find((candidate) => candidate.name === name);
  if (preset === undefined) throw new TypeError(`there is no preset ${name}`);
  return preset;
}

/** What a start asks for: the preset, where the start itself says nothing else. */
export function changePreset(preset: LoadChange, change: LoadChange): LoadChange {
  const { profile } = change.stages === undefined ? preset : { profile: 'stages' as const };
  return {
    ...preset,
    ...(profile === undefined ? {} : { profile }),
    ...change,
    shares: { ...preset.shares, ...change.shares },
    thresholds: { ...preset.thresholds, ...change.thresholds },
  };
}

// A preset says everything that shapes a load, so that nothing of an earlier configuration remains in it.
function shape(config: LoadChange): LoadChange {
  return {
    profile: 'constant',
    stages: [],
    arrivals: 'constant',
    shares: NOBODY,
    thresholds: THRESHOLDS,
    ...config,
  };
}

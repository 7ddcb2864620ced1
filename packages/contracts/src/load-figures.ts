import { Type } from './type.ts';

// Number types shared by load configuration and reports.

export const Rate = (description: string) => Type.Number({ minimum: 0, description });

export const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const Count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description === undefined ? {} : { description }) });

export const NullableNumber = (description: string) =>
  Type.Unsafe<number | null>({ type: ['number', 'null'], description });

/** Null when nothing was measured. */
export const percentilesMs = {
  p50: NullableNumber('ms'),
  p90: NullableNumber('ms'),
  p95: NullableNumber('ms'),
  p99: NullableNumber('ms'),
  p999: NullableNumber('ms'),
  max: NullableNumber('ms'),
};

/** Null until something has been measured. */
export const Passed = (description?: string) =>
  Type.Unsafe<boolean | null>({
    type: ['boolean', 'null'],
    ...(description === undefined ? {} : { description }),
  });

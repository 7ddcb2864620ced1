import { must } from '@onsale/contracts';
import { type Static, Type } from 'typebox';

// Of each kind only what is read here; a cluster checks the rest.

const Seconds = Type.Integer({ minimum: 0, maximum: 3600 });
const SelectPolicy = Type.Union([
  Type.Literal('Max'),
  Type.Literal('Min'),
  Type.Literal('Disabled'),
]);

const Rules = Type.Object({
  stabilizationWindowSeconds: Type.Optional(Seconds),
  selectPolicy: Type.Optional(SelectPolicy),
  tolerance: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  policies: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.Union([Type.Literal('Pods'), Type.Literal('Percent')]),
        value: Type.Integer({ minimum: 1 }),
        periodSeconds: Type.Integer({ minimum: 1, maximum: 1800 }),
      }),
      { minItems: 1 },
    ),
  ),
});
export type RulesManifest = Static<typeof Rules>;

const ScaleTarget = Type.Object({ name: Type.String() });

/** A HorizontalPodAutoscaler that scales by CPU. */
export const HpaManifest = Type.Object({
  apiVersion: Type.Literal('autoscaling/v2'),
  spec: Type.Object({
    scaleTargetRef: ScaleTarget,
    minReplicas: Type.Optional(Type.Integer({ minimum: 1 })),
    maxReplicas: Type.Integer({ minimum: 1 }),
    metrics: Type.Array(
      Type.Object({
        type: Type.Literal('Resource'),
        resource: Type.Object({
          name: Type.Literal('cpu'),
          target: Type.Object({
            type: Type.Literal('Utilization'),
            averageUtilization: Type.Integer({ minimum: 1 }),
          }),
        }),
      }),
      { minItems: 1 },
    ),
    behavior: Type.Optional(
      Type.Object({ scaleUp: Type.Optional(Rules), scaleDown: Type.Optional(Rules) }),
    ),
  }),
});
export type HpaManifest = Static<typeof HpaManifest>;

/** A Deployment whose containers all say how much CPU they ask for. */
export const DeploymentManifest = Type.Object({
  metadata: Type.Object({ name: Type.String() }),
  spec: Type.Object({
    template: Type.Object({
      spec: Type.Object({
        containers: Type.Array(
          Type.Object({
            resources: Type.Object({
              requests: Type.Object({ cpu: Type.Union([Type.String(), Type.Number()]) }),
            }),
          }),
          { minItems: 1 },
        ),
      }),
    }),
  }),
});
export type DeploymentManifest = Static<typeof DeploymentManifest>;

/** A ScaledObject of KEDA that scales by the length of a Redis stream. */
export const ScaledObjectManifest = Type.Object({
  spec: Type.Object({
    scaleTargetRef: ScaleTarget,
    triggers: Type.Array(
      Type.Object({
        type: Type.String(),
        metadata: Type.Object({
          streamLength: Type.Optional(
            Type.String({ pattern: '^[1-9]\\d*$', ...must('must be a whole number in quotes') }),
          ),
        }),
      }),
      { minItems: 1 },
    ),
  }),
});
export type ScaledObjectManifest = Static<typeof ScaledObjectManifest>;

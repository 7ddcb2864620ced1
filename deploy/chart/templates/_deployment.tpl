{{/* What every Deployment has: a pod is replaced only once its successor is ready. */}}
{{- define "onsale.rollout" -}}
revisionHistoryLimit: 5
progressDeadlineSeconds: 300
strategy:
  {{- if .strategy }}
  type: {{ .strategy }}
  {{- else }}
  type: RollingUpdate
  rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  {{- end }}
selector:
  matchLabels:
    {{- include "onsale.selector" . | nindent 4 }}
{{- end }}

{{/* The number of pods, unless an autoscaler has it: each upgrade would reset the scale. */}}
{{- define "onsale.replicas" -}}
{{- if not (dig "autoscaling" "enabled" false .values) -}}
replicas: {{ .values.replicas }}
{{- end }}
{{- end }}

{{/* The pod of a Deployment: on different nodes and zones, with time to end. */}}
{{- define "onsale.servingPod" -}}
{{ include "onsale.pod" . }}
# More than the sleep, the drain and the 10 s for closing.
terminationGracePeriodSeconds: 30
topologySpreadConstraints:
  {{- $zones := list "topology.kubernetes.io/zone" .root.Values.topologySpread.zones }}
  {{- $nodes := list "kubernetes.io/hostname" .root.Values.topologySpread.nodes }}
  {{- range list $zones $nodes }}
  - maxSkew: 1
    topologyKey: {{ first . }}
    whenUnsatisfiable: {{ last . }}
    labelSelector:
      matchLabels:
        {{- include "onsale.selector" $ | nindent 8 }}
  {{- end }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "onsale.selector" . | nindent 14 }}
{{- end }}

{{- define "onsale.probes" -}}
# A first start may have to read the image from a slow disk.
startupProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 2
  failureThreshold: 30
# Only the process itself: an outage of Redis or of another service must not restart anything.
livenessProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: {{ .livenessPeriodSeconds | default 10 }}
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: { path: /readyz, port: http }
  periodSeconds: {{ .readinessPeriodSeconds | default 5 }}
  timeoutSeconds: 2
  failureThreshold: {{ .readinessFailures | default 2 }}
{{- end }}

{{/* Time to remove the address from every load balancer before the process is told to stop. */}}
{{- define "onsale.sleep" -}}
lifecycle:
  preStop:
    sleep: { seconds: 5 }
{{- end }}

{{/* The variables of a service that runs Node: its Redis user, which has its name, and its values' env. */}}
{{- define "onsale.nodeEnv" -}}
- name: REDIS_USERNAME
  value: {{ .name }}
- name: REDIS_PASSWORD_FILE
  value: /run/secrets/onsale/redis-password
- name: CPU_REQUEST_MILLICORES
  valueFrom:
    resourceFieldRef: { resource: requests.cpu, divisor: 1m }
{{- include "onsale.redisCaEnv" .root }}
{{- include "onsale.env" .values.env }}
{{- end }}

{{- define "onsale.nodeMounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/secrets/onsale, readOnly: true }
{{- include "onsale.redisCaMount" .root }}
{{- end }}

{{/* The Secret with the password; the pod waits until the Job has made it. */}}
{{- define "onsale.nodeVolumes" -}}
{{ include "onsale.tmp" . }}
- name: secrets
  secret: { secretName: {{ .name }}, defaultMode: 0440 }
{{- include "onsale.redisCaVolume" .root }}
{{- end }}

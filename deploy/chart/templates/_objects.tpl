{{/* Objects that many services have, each a whole document. */}}

{{- define "onsale.serviceAccount" }}
---
# It can't use the Kubernetes API.
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "onsale.metadata" . | nindent 2 }}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
# For all pods of this account, those that a person starts too.
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* A drained node may evict one pod of each kind at a time; unhealthy ones may always be evicted. */}}
{{- define "onsale.disruptionBudget" }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "onsale.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "onsale.selector" . | nindent 6 }}
{{- end }}

{{- define "onsale.service" }}
{{- $service := .values.service | default dict }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "onsale.metadata" . | nindent 2 }}
  {{- with $service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type | default "ClusterIP" }}
  {{- with $service.externalTrafficPolicy }}
  externalTrafficPolicy: {{ . }}
  {{- end }}
  {{- with $service.loadBalancerClass }}
  loadBalancerClass: {{ . }}
  {{- end }}
  selector:
    {{- include "onsale.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
      {{- with $service.nodePort }}
      nodePort: {{ . }}
      {{- end }}
    {{- with .consolePort }}
    - name: console
      port: {{ . }}
      targetPort: console
      {{- with $service.consoleNodePort }}
      nodePort: {{ . }}
      {{- end }}
    {{- end }}
{{- end }}

{{- define "onsale.autoscaler" }}
{{- with .values.autoscaling }}
{{- if .enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "onsale.metadata" $ | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $.name }}
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ .targetCPU }} }
    {{- with .targetMemory }}
    - type: Resource
      resource:
        name: memory
        target: { type: AverageValue, averageValue: {{ . }} }
    {{- end }}
  behavior:
    {{- toYaml (.behavior | default $.root.Values.autoscaling.behavior) | nindent 4 }}
{{- end }}
{{- end }}
{{- end }}

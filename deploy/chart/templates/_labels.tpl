{{/*
What identifies one service in a template: its name and its values.
  {{- $service := dict "root" $ "name" "gateway" "values" .Values.gateway }}
Most templates here take that.
*/}}

{{/* The name and labels of an object. Names are fixed: a namespace holds one shop. */}}
{{- define "onsale.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "onsale.labels" . | nindent 2 }}
{{- end }}

{{- define "onsale.labels" -}}
{{ include "onsale.lastingLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Those that no upgrade changes. The volume of Redis has only these, because it can't be changed. */}}
{{- define "onsale.lastingLabels" -}}
{{ include "onsale.selector" . }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: onsale
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "onsale.selector" -}}
app.kubernetes.io/name: {{ .name }}
{{- end }}

{{/* Labels and annotations of a Deployment's pods. A changed checksum of what they read restarts them. */}}
{{- define "onsale.podMetadata" -}}
labels:
  {{- include "onsale.lastingLabels" . | nindent 2 }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  {{- with .root.Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  checksum/configuration: {{ .reads | sha256sum }}
  {{- with .root.Values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

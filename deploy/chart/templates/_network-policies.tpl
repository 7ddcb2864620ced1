{{/*
A NetworkPolicy for the pods of one service, as a document of its own:
  name    of the policy; of the service too, unless `pods` is
  port    of the service, open to `from`: names of services, or "everybody"; consolePort as well, if given
  to      what it may connect to: names of services with their port, such as "redis:6379"
*/}}
{{- define "onsale.networkPolicy" }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "onsale.labels" (dict "root" .root "name" "network") | nindent 4 }}
spec:
  podSelector: {{ include "onsale.podsNamed" (list (.pods | default .name)) }}
  policyTypes:
    {{- if .from }}
    - Ingress
    {{- end }}
    {{- if .to }}
    - Egress
    {{- end }}
  {{- with .from }}
  ingress:
    - ports:
        - { protocol: TCP, port: {{ $.port }} }
        {{- with $.consolePort }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
      {{- if ne (first .) "everybody" }}
      from:
        - podSelector: {{ include "onsale.podsNamed" . }}
      {{- end }}
  {{- end }}
  {{- with .to }}
  egress:
    {{- range . }}
    {{- $parts := splitList ":" . }}
    - to:
        - podSelector: {{ include "onsale.podsNamed" (list (first $parts)) }}
      ports:
        - { protocol: TCP, port: {{ last $parts }} }
    {{- end }}
  {{- end }}
{{- end }}

{{- define "onsale.podsNamed" -}}
{{- if eq (len .) 1 -}}
{ matchLabels: { app.kubernetes.io/name: {{ first . }} } }
{{- else -}}
{ matchExpressions: [{ key: app.kubernetes.io/name, operator: In, values: [{{ join ", " . }}] }] }
{{- end }}
{{- end }}

{{/* The data of the ConfigMaps. Pods have the checksum of what they read. */}}

{{/* onsale: the variables of all services that run Node. */}}
{{- define "onsale.settings" -}}
HOST: 0.0.0.0
{{- if .Values.redis.url }}
REDIS_URL: {{ .Values.redis.url | quote }}
{{- else }}
REDIS_HOST: redis
REDIS_PORT: "6379"
{{- end }}
SHARDS: {{ .Values.redis.shards | quote }}
# Asked for orders that have left Redis.
OFFICE_URL: http://office:5006
{{- with include "onsale.publicUrl" . }}
PUBLIC_URL: {{ . | quote }}
{{- end }}
{{- with include "onsale.consoleUrl" . }}
CONSOLE_URL: {{ . | quote }}
{{- end }}
{{- range $name, $value := .Values.env }}
{{ $name }}: {{ include "onsale.text" $value | quote }}
{{- end }}
{{- end }}

{{/* frontend: it runs nginx, not Node, and has its own variables. */}}
{{- define "onsale.frontendSettings" -}}
HOST: 0.0.0.0
GATEWAY_URL: http://gateway:5000
WAITING_ROOM_URL: http://waiting-room:5003
PAYMENTS_URL: http://payments:5004
DELIVERY_URL: http://delivery:5005
# The console is on port 8081.
OFFICE_URL: http://office:5006
LAB: {{ .Values.laboratory.enabled | ternary "on" "off" | quote }}
{{- if .Values.laboratory.enabled }}
GENERATOR_URL: http://workload-generator:9000
AUDIT_URL: http://audit:5008
# The crowd of a rehearsal comes from one pod.
UNLIMITED_CLIENTS: 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7
{{- end }}
{{- if eq (include "onsale.paymentProvider" .) "bank" }}
BANK_URL: http://bank:5007
{{- end }}
{{- if not .Values.frontend.env.TRUSTED_PROXIES }}
TRUSTED_PROXIES: {{ or .Values.ingress.enabled .Values.gatewayApi.enabled | ternary .Values.proxyNetworks "none" }}
{{- end }}
{{- with include "onsale.publicUrl" . }}
PUBLIC_URL: {{ . | quote }}
{{- end }}
{{- range $name, $value := .Values.frontend.env }}
{{ $name }}: {{ include "onsale.text" $value | quote }}
{{- end }}
{{- end }}

{{/* mail-settings: how mails leave. */}}
{{- define "onsale.mailSettings" -}}
MAILS_PER_S: {{ .Values.delivery.mailsPerS | quote }}
KEEP_MAILS_DAYS: {{ .Values.delivery.keepMailsDays | quote }}
{{- with .Values.delivery.dkim }}
{{- if .domain }}
DKIM_DOMAIN: {{ .domain | quote }}
DKIM_SELECTOR: {{ .selector | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "onsale.catalog" -}}
catalog.yaml: |
  {{- .Values.catalog.text | default (.Files.Get "files/catalog.yaml") | nindent 2 }}
{{- end }}

{{/* redis: its settings and users. That of the generator only where there is one. */}}
{{- define "onsale.redisFiles" -}}
{{- range $path, $_ := .Files.Glob "files/redis/*" }}
{{- if or $.Values.laboratory.enabled (ne (base $path) "workload-generator.acl") }}
{{ base $path }}: |
  {{- $.Files.Get $path | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* The address of the shop, for search engines and link previews. */}}
{{- define "onsale.publicUrl" -}}
{{- if .Values.publicUrl }}
{{- .Values.publicUrl }}
{{- else if and .Values.hosts (or .Values.ingress.enabled .Values.gatewayApi.enabled) }}
{{- .Values.tls.enabled | ternary "https" "http" }}://{{ first .Values.hosts }}
{{- end }}
{{- end }}

{{/* The address of the console, for its links and its sessions. */}}
{{- define "onsale.consoleUrl" -}}
{{- if .Values.consoleUrl }}
{{- .Values.consoleUrl }}
{{- else if and .Values.consoleHost (or .Values.ingress.enabled .Values.gatewayApi.enabled) }}
{{- .Values.tls.enabled | ternary "https" "http" }}://{{ .Values.consoleHost }}
{{- end }}
{{- end }}

{{/* The certificate authority of an external Redis, if it is not one that the system trusts. */}}
{{- define "onsale.redisCaEnv" -}}
{{- if .Values.redis.caSecret }}
- name: REDIS_TLS_CA_FILE
  value: /run/redis-ca/ca.crt
{{- end }}
{{- end }}

{{- define "onsale.redisCaMount" -}}
{{- if .Values.redis.caSecret }}
- { name: redis-ca, mountPath: /run/redis-ca, readOnly: true }
{{- end }}
{{- end }}

{{- define "onsale.redisCaVolume" -}}
{{- with .Values.redis.caSecret }}
- name: redis-ca
  secret: { secretName: {{ . }}, items: [{ key: ca.crt, path: ca.crt }], defaultMode: 0440 }
{{- end }}
{{- end }}

{{/* What the schema of the values can't say: values that don't fit each other. */}}
{{- define "onsale.check" -}}
{{- $exposed := or .Values.ingress.enabled .Values.gatewayApi.enabled }}
{{- if and $exposed (not .Values.hosts) }}
{{- fail "hosts must have the host name of the shop, because an ingress or the Gateway API leads to it" }}
{{- end }}
{{- if and .Values.gatewayApi.enabled (not .Values.gatewayApi.className) (not .Values.gatewayApi.parentRefs) }}
{{- fail "gatewayApi needs the className for a Gateway of its own, or the parentRefs of one that exists" }}
{{- end }}
{{- if and .Values.catalog.text .Values.catalog.existingConfigMap }}
{{- fail "catalog has both text and existingConfigMap: there can be only one catalog" }}
{{- end }}
{{- if not (regexMatch "^(rediss?://[^/,@\\s]+:[0-9]+(/[0-9]+)?(,|$))*$" .Values.redis.url) }}
{{- fail "redis.url must be addresses with their ports and without logins, such as redis://redis.example.com:6379, or several with commas; each service has its own user, and its password in a Secret" }}
{{- end }}
{{- if and (contains "," .Values.redis.url) (eq (int .Values.redis.shards) 1) }}
{{- fail "redis.url has several nodes, so redis.shards must be several times the largest number of masters that there will ever be, such as 16: it can't be changed later" }}
{{- end }}
{{- if and .Values.redis.caSecret (not .Values.redis.url) }}
{{- fail "redis.caSecret is for an external Redis: set redis.url too" }}
{{- end }}
{{- if not (regexMatch "^(postgres(ql)?://[^/,@\\s]+/[^/\\s]+)?$" .Values.postgres.url) }}
{{- fail "postgres.url must be the address of a database without a login, such as postgres://db.example.com:5432/onsale?sslmode=verify-full; the login of its owner is in the Secret postgres" }}
{{- end }}
{{- if and .Values.postgres.caSecret (not .Values.postgres.url) }}
{{- fail "postgres.caSecret is for an external PostgreSQL: set postgres.url too" }}
{{- end }}
{{- $provider := include "onsale.paymentProvider" . }}
{{- if and (eq $provider "bank") (not .Values.laboratory.enabled) }}
{{- fail "payments.provider is bank, which takes no real money: it is for the laboratory only; a shop has stripe or none" }}
{{- end }}
{{- if and .Values.rehearsal.enabled (ne $provider "bank") }}
{{- fail "rehearsal.enabled needs the laboratory and its bank: a rehearsal pays with play money alone" }}
{{- end }}
{{- if and (eq $provider "stripe") (not (include "onsale.publicUrl" .)) }}
{{- fail "payments.provider is stripe, so the shop needs the address that buyers come back to: set hosts with ingress or gatewayApi, or publicUrl" }}
{{- end }}
{{- range $env := list .Values.env .Values.payments.env }}
{{- range $variable := list "PAYMENT_PROVIDER" "TEST_PAYMENTS" }}
{{- if hasKey ($env | default dict) $variable }}
{{- fail (printf "%s is not set by env: payments.provider decides it" $variable) }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name := list "gateway" "waitingRoom" "orderWorker" "frontend" "delivery" }}
{{- with (index $.Values $name).autoscaling }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail (printf "%s.autoscaling: minReplicas (%d) is more than maxReplicas (%d)" $name (int .minReplicas) (int .maxReplicas)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

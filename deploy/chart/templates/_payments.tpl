{{/* Who takes the money. */}}
{{- define "onsale.paymentProvider" -}}
{{- .Values.payments.provider | default (.Values.laboratory.enabled | ternary "bank" "none") }}
{{- end }}

{{/* payment-provider: what comes before the variables of all services. */}}
{{- define "onsale.paymentSettings" -}}
{{- $provider := include "onsale.paymentProvider" . -}}
PAYMENT_PROVIDER: {{ $provider }}
TEST_PAYMENTS: {{ eq $provider "bank" | toString | quote }}
{{- if eq $provider "bank" }}
BANK_URL: http://bank:5007
# Where buyers come back to, unless the shop has a name: the end of a port-forward.
PUBLIC_URL: http://localhost:8080
{{- end }}
{{- end }}

{{/* bank-settings: it knows nothing of the shop but where its messages go. */}}
{{- define "onsale.bankSettings" -}}
HOST: 0.0.0.0
LOG_LEVEL: info
DRAIN_MS: "1500"
DATA_DIR: /data
WEBHOOK_URL: http://payments:5004/webhooks/bank
PUBLIC_URL: {{ include "onsale.publicUrl" . | default "http://localhost:8080" }}/bank
{{- end }}

{{/* What the bank and payments both know. */}}
{{- define "onsale.bankEnv" -}}
- { name: BANK_TOKEN_FILE, value: /run/secrets/onsale-bank/bank-token }
- { name: BANK_WEBHOOK_SECRET_FILE, value: /run/secrets/onsale-bank/bank-webhook-secret }
{{- end }}

{{- define "onsale.bankMount" -}}
- { name: bank-secrets, mountPath: /run/secrets/onsale-bank, readOnly: true }
{{- end }}

{{- define "onsale.bankVolume" -}}
- name: bank-secrets
  secret: { secretName: bank, defaultMode: 0440 }
{{- end }}

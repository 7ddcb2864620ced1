{{/* Volumes with one entry or a few of a Secret, for the database and its logins. */}}
{{- define "onsale.secretEntries" -}}
- name: {{ .volume }}
  secret:
    secretName: {{ .secret }}
    items:
      {{- range .entries }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
    defaultMode: 0440
{{- end }}

{{/* What opens the office to the gateway and payments, for orders that have left Redis. */}}
{{- define "onsale.officeEnv" -}}
- { name: OFFICE_TOKEN_FILE, value: /run/secrets/onsale-office/office-token }
{{- end }}

{{- define "onsale.officeMount" -}}
- { name: office-token, mountPath: /run/secrets/onsale-office, readOnly: true }
{{- end }}

{{- define "onsale.officeVolume" -}}
{{ include "onsale.secretEntries" (dict "volume" "office-token" "secret" "office" "entries" (list "office-token")) }}
{{- end }}

{{/* The certificate authority of an external PostgreSQL; its address names the file. */}}
{{- define "onsale.postgresCaMount" -}}
{{- if .Values.postgres.caSecret }}
- { name: postgres-ca, mountPath: /run/postgres-ca, readOnly: true }
{{- end }}
{{- end }}

{{- define "onsale.postgresCaVolume" -}}
{{- with .Values.postgres.caSecret }}
- name: postgres-ca
  secret: { secretName: {{ . }}, items: [{ key: ca.crt, path: ca.crt }], defaultMode: 0440 }
{{- end }}
{{- end }}

{{/* What every pod has: nobody's rights, and the place where it runs. */}}
{{- define "onsale.pod" -}}
serviceAccountName: {{ .name }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .values.nodeSelector | default .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations | default .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName | default .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* What every container has. */}}
{{- define "onsale.container" -}}
image: {{ include "onsale.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
{{ include "onsale.confined" . }}
resources:
  {{- toYaml .values.resources | nindent 2 }}
{{- end }}

{{- define "onsale.confined" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities: { drop: [ALL] }
{{- end }}

{{/* The image of a service, or that of another one: `imageOf` is its name, `image` its values. */}}
{{- define "onsale.image" -}}
{{- $own := .image | default .values.image | default dict }}
{{- $all := .root.Values.image }}
{{- $repository := $own.repository | default (printf "%s/%s" $all.repository (.imageOf | default .name)) }}
{{- $tag := $own.tag | default $all.tag | default .root.Chart.AppVersion }}
{{- printf "%s:%s" $repository $tag }}{{ with $own.digest }}@{{ . }}{{ end }}
{{- end }}

{{/* The only folder that a container can write to. */}}
{{- define "onsale.tmp" -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{/* Variables from a map: NAME: text, or NAME: { valueFrom: ... }. Numbers stay as they were written. */}}
{{- define "onsale.env" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
  {{- else }}
  value: {{ include "onsale.text" $value | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* A value as text; Helm reads a whole number of a file as 1e+06. */}}
{{- define "onsale.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

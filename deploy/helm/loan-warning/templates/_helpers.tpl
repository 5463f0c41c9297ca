{{- define "warning.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "warning.labels" -}}
app.kubernetes.io/name: loan-warning
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{- define "warning.worker" -}}
app.kubernetes.io/name: loan-warning
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: worker
{{- end -}}

{{- define "warning.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "warning.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "warning.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* What every pod is told of Kafka. */}}
{{- define "warning.environment" -}}
{{- $kafka := .Values.kafka -}}
- {name: WARNING_LANG, value: {{ .Values.language | quote }}}
- {name: WARNING_KAFKA, value: {{ $kafka.brokers | quote }}}
- {name: WARNING_KAFKA_PREFIX, value: {{ $kafka.prefix | quote }}}
- {name: WARNING_KAFKA_SECURITY, value: {{ $kafka.security | quote }}}
{{- if hasPrefix "SASL_" $kafka.security }}
- {name: WARNING_KAFKA_SASL, value: {{ $kafka.sasl | quote }}}
- {name: WARNING_KAFKA_USER, value: {{ $kafka.user | quote }}}
- {name: WARNING_KAFKA_PASSWORD_FILE, value: /run/secrets/kafka/password}
{{- end }}
{{- if $kafka.caSecret.name }}
- {name: WARNING_KAFKA_CA_FILE, value: /run/secrets/kafka/ca.pem}
{{- end }}
{{- if $kafka.certificateSecret.name }}
- {name: WARNING_KAFKA_CERT_FILE, value: /run/secrets/kafka/certificate.pem}
- {name: WARNING_KAFKA_KEY_FILE, value: /run/secrets/kafka/key.pem}
{{- end }}
{{- end -}}

{{/* Secrets as files that the pod's own group reads: (dict "root" $ "password" {name, key}). */}}
{{- define "warning.volumes" -}}
{{- $kafka := .root.Values.kafka -}}
# A ledger's rule book is unpacked there; nothing else is written.
- name: scratch
  emptyDir: {medium: Memory, sizeLimit: 64Mi}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ required "the Secret of the ledger's password has no name" .password.name }}
          items: [{key: {{ .password.key }}, path: ledger/password}]
      {{- if hasPrefix "SASL_" $kafka.security }}
      - secret:
          name: {{ required "kafka.passwordSecret.name" $kafka.passwordSecret.name }}
          items: [{key: {{ $kafka.passwordSecret.key }}, path: kafka/password}]
      {{- end }}
      {{- with $kafka.caSecret }}
      {{- if .name }}
      - secret: {name: {{ .name }}, items: [{key: {{ .key }}, path: kafka/ca.pem}]}
      {{- end }}
      {{- end }}
      {{- with $kafka.certificateSecret }}
      {{- if .name }}
      - secret:
          name: {{ .name }}
          items: [{key: {{ .certificate }}, path: kafka/certificate.pem}, {key: {{ .key }}, path: kafka/key.pem}]
      {{- end }}
      {{- end }}
{{- end -}}

{{/* Where pods go: names of hosts, Kafka and PostgreSQL. */}}
{{- define "warning.egress" -}}
egress:
  - ports:
      - {port: 53, protocol: UDP}
      - {port: 53, protocol: TCP}
  - ports:
      {{- range .Values.networkPolicy.ports }}
      - {port: {{ . }}, protocol: TCP}
      {{- end }}
    {{- with .Values.networkPolicy.services }}
    to:
      {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end -}}

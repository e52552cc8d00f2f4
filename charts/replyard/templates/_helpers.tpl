{{/*
Names come from outside, and YAML takes 1234 for a number and 1e3 too: whatever stands alone is quoted, and numbers, which Helm reads
as floating point and writes as 1e+06, go through int.
*/}}

{{/* Labels of every object. Call with (dict "root" $ "component" "conman"); the component may be left out. */}}
{{- define "replyard.labels" -}}
{{ include "replyard.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
app.kubernetes.io/part-of: replyard
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{- define "replyard.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{/* Image reference. Call with (dict "root" $ "name" "operator"). */}}
{{- define "replyard.image" -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end -}}
replyard/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "replyard.cluster" -}}
{{ .Values.cluster | default (ternary "development" .Release.Name .Values.development) }}
{{- end }}

{{- define "replyard.sessionSecret" -}}
{{ .Values.session.existingSecret | default (printf "%s-session-key" .Release.Name) }}
{{- end }}

{{- define "replyard.sessionConfigMap" -}}
{{ .Values.session.existingConfigMap | default (printf "%s-session-cert" .Release.Name) }}
{{- end }}

{{/* Name of the Secret with the root keys; empty when there are none. */}}
{{- define "replyard.rootKeysSecret" -}}
{{- if .Values.existingRootKeysSecret }}{{ .Values.existingRootKeysSecret }}
{{- else if .Values.rootKeys }}{{ .Release.Name }}-root-keys
{{- end }}
{{- end }}

{{/* Names of cluster-wide objects carry the namespace, so that two releases do not meet; no namespace has a dot in its name. */}}
{{- define "replyard.clusterName" -}}
{{ .Release.Namespace }}.{{ .Release.Name }}
{{- end }}

{{/*
The session key pair as JSON {key, cert}. What is in the cluster stays; what is missing is made. It is kept in .Values for
the rest of the rendering, because every further call would make another key.
*/}}
{{- define "replyard.sessionPair" -}}
{{- $session := .Values.session }}
{{- if not (hasKey $session "pair") }}
  {{- $secret := lookup "v1" "Secret" .Release.Namespace (include "replyard.sessionSecret" .) | default dict }}
  {{- $config := lookup "v1" "ConfigMap" .Release.Namespace (include "replyard.sessionConfigMap" .) | default dict }}
  {{- $key := dig "data" "tls.key" "" $secret | b64dec }}
  {{- $cert := dig "data" "tls.crt" "" $config }}
  {{- if not $key }}
    {{- $key = genPrivateKey "ed25519" }}
    {{- $cert = "" }}
  {{- end }}
  {{- if not $cert }}
    {{- $cert = (genSelfSignedCertWithKey (printf "%s-conman" .Release.Name | trunc 64) nil nil 36500 $key).Cert }}
  {{- end }}
  {{- $_ := set $session "pair" (dict "key" $key "cert" $cert) }}
{{- end }}
{{- toJson $session.pair }}
{{- end }}

{{/* What both Deployments share below spec.template.spec. Call with (dict "root" $ "values" .Values.operator). */}}
{{- define "replyard.podPlacement" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Annotations of a pod, the chart's own where the values say nothing else. Call with (dict "port" "9000" "values" .Values.conman). */}}
{{- define "replyard.podAnnotations" -}}
{{- $ours := dict "prometheus.io/scrape" "true" "prometheus.io/port" .port "prometheus.io/path" "/q/metrics" }}
{{- toYaml (merge (omit .values.podAnnotations "checksum/session" "checksum/root-keys") $ours) }}
{{- end }}

{{/* What pods of all Repls get beyond what Replyard needs, as JSON. */}}
{{- define "replyard.replPod" -}}
{{- $secrets := .Values.repls.pod.imagePullSecrets | default list }}
{{- range .Values.image.pullSecrets }}
  {{- $secrets = append $secrets (dict "name" .) }}
{{- end }}
{{- $pod := omit .Values.repls.pod "imagePullSecrets" }}
{{- with uniq $secrets }}
  {{- $pod = set $pod "imagePullSecrets" . }}
{{- end }}
{{- toJson $pod }}
{{- end }}

{{/* The Restricted Pod Security Standard, as the user of the images. */}}
{{- define "replyard.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "replyard.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/*
Health probes of a Quarkus process. Call with the name of the port.

A process that is slow is not dead, and to kill it makes the node busier: every client comes back at once, and a JVM starts on the very cores
that were short. So liveness asks seldom, waits long, and acts only on a process that answered none of four questions in two minutes, as one
does whose event loop hangs; one whose JVM has died is restarted by the kubelet without any probe. Readiness is what takes a slow replica off
the Service, and it stays on it through some seconds of slowness, for the others are on the same node or as busy. A start waits for the JVM
alone, however few cores it gets.
*/}}
{{- define "replyard.probes" -}}
startupProbe:
  httpGet: { path: /q/health/live, port: {{ . }} }
  periodSeconds: 1
  timeoutSeconds: 10
  failureThreshold: 300
livenessProbe:
  httpGet: { path: /q/health/live, port: {{ . }} }
  periodSeconds: 30
  timeoutSeconds: 30
  failureThreshold: 4
readinessProbe:
  httpGet: { path: /q/health/ready, port: {{ . }} }
  periodSeconds: 2
  timeoutSeconds: 10
  failureThreshold: 5
{{- end }}

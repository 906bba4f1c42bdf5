#!/bin/sh
# Obtains a token and tags a picture with curl.
set -eu

token=$(
	curl -sS -k -D - -o /dev/null -H 'Content-Type: application/json' "$ENDPOINT/v3/auth/tokens" --data @- <<-JSON |
		{"auth": {
			"identity": {"methods": ["password"], "password": {"user": {
				"name": "$IAM_USER", "password": "$IAM_PASSWORD", "domain": {"name": "$IAM_ACCOUNT"}}}},
			"scope": {"project": {"name": "$REGION"}}}}
	JSON
		tr -d '\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p'
)

case $IMAGE in
http://* | https://*) printf '{"url": "%s"}' "$IMAGE" ;;
*) printf '{"image": "%s"}' "$(base64 <"$IMAGE" | tr -d '\n')" ;;
esac |
	curl -sS -k -H 'Content-Type: application/json' -H "X-Auth-Token: $token" "$ENDPOINT/v1.0/image/tagging" --data @-

"""Obtains a token and tags a picture with requests, as section 5.1 of the API reference does."""

import base64
import os
import sys

import requests

endpoint = os.environ["ENDPOINT"]
image = os.environ["IMAGE"]

login = requests.post(
    endpoint + "/v3/auth/tokens",
    json={
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {
                        "name": os.environ["IAM_USER"],
                        "password": os.environ["IAM_PASSWORD"],
                        "domain": {"name": os.environ["IAM_ACCOUNT"]},
                    }
                },
            },
            "scope": {"project": {"name": os.environ["REGION"]}},
        }
    },
    verify=False,
)
if login.status_code != 201:
    sys.exit(login.text)

if image.startswith(("http://", "https://")):
    data = {"url": image}
else:
    with open(image, "rb") as file:
        data = {"image": base64.b64encode(file.read()).decode("utf-8")}

headers = {
    "Content-Type": "application/json",
    "X-Auth-Token": login.headers["X-Subject-Token"],
}
response = requests.post(
    endpoint + "/v1.0/image/tagging", headers=headers, json=data, verify=False
)
print(response.text)

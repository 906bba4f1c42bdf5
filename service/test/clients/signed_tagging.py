"""Tags a picture with a request signed by an access key, with nothing but Python's own library."""

import base64
import hashlib
import hmac
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

url = os.environ["ENDPOINT"] + "/v1.0/image/tagging"
image = os.environ["IMAGE"]

if image.startswith(("http://", "https://")):
    data = {"url": image}
else:
    with open(image, "rb") as file:
        data = {"image": base64.b64encode(file.read()).decode("ascii")}
body = json.dumps(data).encode("utf-8")

target = urllib.parse.urlsplit(url)
headers = {
    "content-type": "application/json",
    "host": target.netloc,
    "x-sdk-date": datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
}
names = ";".join(sorted(headers))
canonical = "\n".join(
    [
        "POST",
        urllib.parse.quote(target.path, safe="/~") + "/",
        "",
        "".join(f"{name}:{headers[name]}\n" for name in sorted(headers)),
        names,
        hashlib.sha256(body).hexdigest(),
    ]
)
text = "\n".join(
    [
        "SDK-HMAC-SHA256",
        headers["x-sdk-date"],
        hashlib.sha256(canonical.encode("utf-8")).hexdigest(),
    ]
)
signature = hmac.new(
    os.environ["SECRET_KEY"].encode("utf-8"), text.encode("utf-8"), hashlib.sha256
).hexdigest()
headers["authorization"] = (
    f"SDK-HMAC-SHA256 Access={os.environ['ACCESS_KEY']}, "
    f"SignedHeaders={names}, Signature={signature}"
)

request = urllib.request.Request(url, data=body, headers=headers, method="POST")
try:
    with urllib.request.urlopen(request) as response:
        print(response.read().decode("utf-8"))
except urllib.error.HTTPError as error:
    print(error.read().decode("utf-8"))

<?php
// Obtains a token and tags a picture with curl, as section 5.3 of the API reference does.

/** Posts JSON and returns the answer's headers, by lower-case name, and its body. */
function post_json(string $url, array $headers, array $data): array
{
    $answered = [];
    $curl = curl_init();
    curl_setopt($curl, CURLOPT_URL, $url);
    curl_setopt($curl, CURLOPT_HTTPHEADER, array_merge(['Content-Type:application/json'], $headers));
    curl_setopt($curl, CURLOPT_POST, 1);
    curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($data));
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_NOBODY, false);
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, false);
    curl_setopt($curl, CURLOPT_TIMEOUT, 30);
    curl_setopt($curl, CURLOPT_HEADERFUNCTION, function ($curl, $line) use (&$answered) {
        $parts = explode(':', $line, 2);
        if (count($parts) === 2) {
            $answered[strtolower($parts[0])] = trim($parts[1]);
        }
        return strlen($line);
    });
    $body = curl_exec($curl);
    if ($body === false) {
        fwrite(STDERR, curl_error($curl) . "\n");
        exit(1);
    }
    curl_close($curl);
    return [$answered, $body];
}

$endpoint = getenv('ENDPOINT');
$image = getenv('IMAGE');

$user = [
    'name' => getenv('IAM_USER'),
    'password' => getenv('IAM_PASSWORD'),
    'domain' => ['name' => getenv('IAM_ACCOUNT')],
];
[$answered, $body] = post_json($endpoint . '/v3/auth/tokens', [], [
    'auth' => [
        'identity' => ['methods' => ['password'], 'password' => ['user' => $user]],
        'scope' => ['project' => ['name' => getenv('REGION')]],
    ],
]);
if (!isset($answered['x-subject-token'])) {
    fwrite(STDERR, $body . "\n");
    exit(1);
}

$isUrl = stripos($image, 'http://') !== false || stripos($image, 'https://') !== false;
$data = $isUrl
    ? ['url' => $image]
    : ['image' => chunk_split(base64_encode(file_get_contents($image)))];
$token = 'X-Auth-Token:' . $answered['x-subject-token'];
[, $body] = post_json($endpoint . '/v1.0/image/tagging', [$token], $data);
echo $body;

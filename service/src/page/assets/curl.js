import { taggingPath, tokenRequest } from './api.js';

const json = "-H 'Content-Type: application/json'";

/**
 * The commands that send the same request from a POSIX shell: one for a token, one for the tags.
 * Neither password nor token is in them; the password is taken from `$PASSWORD`.
 * @param {{base: string, version: string, person: object, projectId: string, picture: object | null, fields: object}} request
 */
export function curlOf({ base, version, person, projectId, picture, fields }) {
	const marker = '\u0000';
	const asked = tokenRequest({ ...person, password: marker }, { project: { id: projectId } });
	const body = quote(JSON.stringify(asked)).replace(
		JSON.stringify(marker).slice(1, -1),
		`'"$PASSWORD"'`,
	);
	return [
		`TOKEN=$(curl -s -D - -o /dev/null ${quote(`${base}v3/auth/tokens`)} ${json} \\`,
		`  -d ${body} \\`,
		`  | tr -d '\\r' | awk 'tolower($1) == "x-subject-token:" { print $2 }')`,
		'',
		...tagging(`${base}${taggingPath(version, projectId)}`, picture, fields),
	].join('\n');
}

function tagging(address, picture, fields) {
	const request = `curl -s ${quote(address)} ${json} -H "X-Auth-Token: $TOKEN"`;
	if (picture?.url) {
		return [`${request} \\`, `  -d ${quote(JSON.stringify({ url: picture.url, ...fields }))}`];
	}
	// A picture is too long for an argument, so it goes through a pipe.
	return [
		`printf ${quote(JSON.stringify({ image: '%s', ...fields }))} "$(base64 < ${quote(picture?.name ?? 'picture.jpg')} | tr -d '\\n')" \\`,
		`  | ${request} -d @-`,
	];
}

function quote(text) {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

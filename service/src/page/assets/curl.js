import { taggingPath, tokenRequest } from './api.js';
import { say } from './texts.js';

const json = "-H 'Content-Type: application/json'";
const token = '-H "X-Auth-Token: $TOKEN"';

/**
 * Writes a text as JSON writes it between quotes: awk puts the lines and what the tabs part together again,
 * which all awks do in the same way.
 */
const asJson = `sed 's/[\\\\"]/\\\\&/g' \\
  | awk -F '\\t' -v OFS='\\\\t' '{ $1 = $1; printf "%s%s", end, $0; end = "\\\\n" }'`;

/**
 * The commands that send the same request from a POSIX shell: one for a token, one for the tags.
 * Neither password nor token is in them; the password is taken from the variable PASSWORD.
 * @param {{base: string, version: string, person: object, projectId: string, picture: object | null, fields: object}} request
 */
export function curlOf({ base, version, person, projectId, picture, fields }) {
	const asked = tokenRequest({ ...person, password: '' }, { project: { id: projectId } });
	// The shell puts the password between single-quoted parts; no name can hold an unescaped quote.
	const body = quote(JSON.stringify(asked)).replace('"password":""', `"password":"'"$SECRET"'"`);
	return [
		`# ${say('passwordFirst')}`,
		`SECRET=$(printf '%s\\n' "$PASSWORD" | ${asJson})`,
		`TOKEN=$(printf %s ${body} \\`,
		`  | curl -s -D - -o /dev/null ${quote(`${base}v3/auth/tokens`)} ${json} -d @- \\`,
		`  | tr -d '\\r' | awk 'tolower($1) == "x-subject-token:" { print $2 }')`,
		'',
		...tagging(`${base}${taggingPath(version, projectId)}`, picture, fields),
	].join('\n');
}

function tagging(address, picture, fields) {
	const request = [`curl -s ${quote(address)} \\`, `  ${json} \\`, `  ${token} \\`];
	if (picture?.url) {
		return [...request, `  -d ${quote(JSON.stringify({ url: picture.url, ...fields }))}`];
	}
	const form = quote(JSON.stringify({ image: '%s', ...fields }));
	const file = quote(picture?.name ?? 'image.jpg');
	// A picture is too long for an argument, so it goes through a pipe.
	return [
		`printf ${form} "$(base64 < ${file} | tr -d '\\n')" \\`,
		`  | ${request[0]}`,
		...request.slice(1),
		'  -d @-',
	];
}

function quote(text) {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

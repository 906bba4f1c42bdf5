import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import axios, { type AxiosResponse } from 'axios';

interface Document {
	paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
}

interface Described {
	content?: Record<string, unknown>;
}

interface Description {
	document: Document;
	ajv: Ajv2020;
}

const descriptions = new Map<string, Promise<Description>>();

async function load(url: string): Promise<Description> {
	const { data } = await axios.get<Document>(`${url}/openapi.json`);
	const ajv = new Ajv2020({ strict: false, allErrors: true });
	addFormats(ajv);
	ajv.addSchema(data, 'openapi');
	return { document: data, ajv };
}

function descriptionOf(url: string): Promise<Description> {
	const known = descriptions.get(url) ?? load(url);
	descriptions.set(url, known);
	// A service that refuses connections now may tell it later.
	known.catch(() => descriptions.delete(url));
	return known;
}

const isPathOf = (template: string, path: string) =>
	new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}/?$`).test(path);

const pointer = (...names: string[]) =>
	names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');

/**
 * Holds an answer of a running service against the service's own description.
 * @returns what does not fit, in words; nothing when it fits, or the route is not described
 */
export async function unlikeItsDescription(
	url: string,
	method: string,
	path: string,
	answer: AxiosResponse,
): Promise<string | undefined> {
	const { document, ajv } = await descriptionOf(url);
	const { pathname } = new URL(path, url);
	const template = Object.keys(document.paths).find((name) => isPathOf(name, pathname));
	const operation = template && document.paths[template]?.[method.toLowerCase()];
	if (!template || !operation) return undefined;
	const status = String(answer.status);
	const where = `${method} ${template} ${status}`;
	const described = operation.responses[status];
	if (!described) return `${where} is not described`;
	if (!described.content?.['application/json']) return undefined;
	const check = ajv.compile({
		$ref: `openapi#/paths/${encodeURIComponent(pointer(template))}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`,
	}) as ValidateFunction;
	if (check(answer.data)) return undefined;
	return `${where}: ${ajv.errorsText(check.errors)}`;
}

import { isDeepStrictEqual } from 'node:util';

import type {
	ICredentialType,
	INode,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { classifyFailure } from '../../huawei-cloud/errors/classify';
import { errorItem } from '../../nodes/ImageTagging/output/failures';
import { ImageTagging } from '../../nodes/ImageTagging/ImageTagging.node';
import { name as packageName } from '../../package.json';
import { readTags } from '../../tagging/answer';
import type { ApiVersion } from '../../tagging/api';
import { itemsOf, type ImageInfo, type Output } from '../../tagging/items';
import { answerV1, answerV2 } from '../tagging/reference-answers';

interface Parameter {
	type: string;
	default?: unknown;
	required?: true;
	values?: unknown[];
	parameters?: Parameters;
}
type Parameters = Record<string, Parameter>;

/** What saved workflows and credentials hold, and what later nodes read, of one version of the node. */
export interface SavedContract {
	type: string;
	inputs: unknown;
	outputs: unknown;
	credentials: string[];
	parameters: Parameters;
	credential: { name: string; parameters: Parameters };
	/** Paths of the keys of the items, by output and API version. */
	items: Record<string, string[]>;
}

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

const isChoice = (option: Option): option is INodePropertyOptions => 'value' in option;
const isGroup = (option: Option): option is INodePropertyCollection => 'values' in option;

const isIn = (version: number | undefined, { displayOptions }: INodeProperties): boolean =>
	version === undefined || (displayOptions?.show?.['@version']?.includes(version) ?? true);

function parametersOf(properties: INodeProperties[], version?: number): Parameters {
	const saved = properties.filter(
		(property) => property.type !== 'notice' && isIn(version, property),
	);
	return Object.fromEntries(
		saved.map((property) => [property.name, parameterOf(property, version)]),
	);
}

function parameterOf(property: INodeProperties, version?: number): Parameter {
	const options: Option[] = property.options ?? [];
	const values = options.filter(isChoice).map(({ value }) => value);
	const nested = options.filter((option) => !isChoice(option));
	const parameters = Object.assign(
		{},
		...nested.map((option) =>
			isGroup(option)
				? { [option.name]: { type: 'group', parameters: parametersOf(option.values, version) } }
				: parametersOf([option as INodeProperties], version),
		),
	) as Parameters;
	return {
		type: property.type,
		default: property.default,
		...(property.required ? { required: true } : {}),
		...(values.length > 0 ? { values: values.sort() } : {}),
		...(nested.length > 0 ? { parameters } : {}),
	};
}

/** `image.width`, `instances[].confidence`: every key that a value has, down to its leaves. */
function keyPaths(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) {
		const paths = value.flatMap((entry) => keyPaths(entry, `${path}[]`));
		return paths.length > 0 ? paths : [path];
	}
	if (typeof value !== 'object' || value === null) return [path];
	return Object.entries(value).flatMap(([key, inner]) =>
		keyPaths(inner, path === '' ? key : `${path}.${key}`),
	);
}

/** With everything that can be known of an image. */
const fullImage: Required<ImageInfo> = {
	source: 'binary',
	field: 'data',
	file_name: 'photo.jpg',
	mime_type: 'image/jpeg',
	width: 640,
	height: 480,
	sent_width: 320,
	sent_height: 240,
	url: 'https://example.com/photo.jpg',
	bucket: 'photos',
	key: 'photo.jpg',
};

/** The items that the node gives for the API reference's sample answer, with nothing left out. */
export function sampleItems(
	apiVersion: ApiVersion,
	output: Output,
): Array<Record<string, unknown>> {
	const body = apiVersion === 'v2' ? answerV2 : answerV1;
	const tags = readTags(body) ?? [];
	return itemsOf({ image: fullImage, apiVersion, tags, body }, output, 'nothing');
}

function itemKeys(): Record<string, string[]> {
	const sorted = (items: unknown) =>
		[...new Set(keyPaths(items))].map((path) => path.slice(3)).sort();
	const keys = (['v2', 'v1.0'] as const).flatMap((apiVersion) =>
		(['tags', 'images', 'objects', 'raw'] as const).map((output) => [
			`${output}, ${apiVersion}`,
			sorted(sampleItems(apiVersion, output)).filter((path) => path !== ''),
		]),
	);
	const failure = { ...classifyFailure({ status: 500 }), answered: true };
	const failed = { item: 0, image: fullImage };
	const { json } = errorItem({} as INode, failed, failure, 1);
	return { ...Object.fromEntries(keys), failure: keyPaths(json).sort() };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isRequired = (name: string, value: unknown): boolean =>
	name === 'required' || (isObject(value) && value.required === true);

/**
 * Whether `now` is `before`, or that with more: parameters that need not be filled in, option values,
 * keys of items. Saved workflows feel nothing of these.
 */
export function onlyAddsTo(before: unknown, now: unknown): boolean {
	if (Array.isArray(before)) {
		return (
			Array.isArray(now) && before.every((one) => now.some((two) => isDeepStrictEqual(one, two)))
		);
	}
	if (!isObject(before)) return before === now;
	if (!isObject(now)) return false;
	const keeps = Object.entries(before).every(([name, value]) =>
		name === 'default' ? isDeepStrictEqual(value, now[name]) : onlyAddsTo(value, now[name]),
	);
	const added = Object.entries(now).filter(([name]) => !(name in before));
	return keeps && !added.some(([name, value]) => isRequired(name, value));
}

/** The contract of every version that the node has, by version. */
export function savedContracts(): Record<string, SavedContract> {
	const { description } = new ImageTagging() as { description: INodeTypeDescription };
	const credential: ICredentialType = new HuaweiCloudApi();
	return Object.fromEntries(
		[description.version].flat().map((version) => [
			String(version),
			{
				type: `${packageName}.${description.name}`,
				inputs: description.inputs,
				outputs: description.outputs,
				credentials: (description.credentials ?? []).map(({ name }) => name),
				parameters: parametersOf(description.properties, version),
				credential: { name: credential.name, parameters: parametersOf(credential.properties) },
				items: itemKeys(),
			},
		]),
	);
}

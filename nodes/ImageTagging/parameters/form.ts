import type { INodeProperties } from 'n8n-workflow';

import { GENERAL } from './general';
import { OUTPUT_OPTIONS } from './output-options';
import { REQUEST_OPTIONS } from './request-options';

/** Everything with a good default. */
export const OPTIONS = { ...OUTPUT_OPTIONS, ...REQUEST_OPTIONS };

const binaryToolNotice: INodeProperties = {
	displayName:
		'When an AI agent calls this node, there is no file in its input. For a tool, set Image Source to URL, OBS Object or Base64 Text.',
	name: 'binaryToolNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { imageSource: ['binary'], '@tool': [true] } },
};

const urlNotice: INodeProperties = {
	displayName:
		'This address starts with http://, so others can read and change the image on its way to the service.',
	name: 'urlNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { imageSource: ['url'], url: [{ _cnd: { startsWith: 'http://' } }] } },
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: Object.values(OPTIONS)
		.map(({ property }) => property)
		// Not by localeCompare, whose collation data alone take half of the time that n8n needs to load the node.
		.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
};

/** The node's parameters in the order of n8n's form. */
export const properties: INodeProperties[] = [
	GENERAL.apiVersion.property,
	GENERAL.imageSource.property,
	binaryToolNotice,
	GENERAL.binaryPropertyName.property,
	GENERAL.url.property,
	urlNotice,
	GENERAL.bucket.property,
	GENERAL.objectKey.property,
	GENERAL.base64.property,
	GENERAL.output.property,
	GENERAL.language.property,
	options,
];

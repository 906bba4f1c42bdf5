import type { INodeProperties } from 'n8n-workflow';

import { choice, list, text } from './parameter';

const sourceIs = (...imageSource: string[]): INodeProperties['displayOptions'] => ({
	show: { imageSource },
});

/** Which image to tag, what to ask about it, and what to make of the answer: all but the options. */
export const GENERAL = {
	apiVersion: choice({
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		noDataExpression: true,
		default: 'v2',
		description: 'Which version of the Image Tagging API to call',
		options: [
			{
				name: 'V2 (Recommended)',
				value: 'v2',
				description: 'Newer model, finer types, and bounding boxes of common objects',
			},
			{
				name: 'V1.0',
				value: 'v1.0',
				description: 'Older model with the types object, scene and concept, without bounding boxes',
			},
		],
	}),
	imageSource: choice({
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		noDataExpression: true,
		default: 'binary',
		description: 'Where the image to tag comes from',
		options: [
			{
				name: 'Base64 Text',
				value: 'base64',
				description: 'A JSON field that holds an image as base64 text or as a data: URL',
			},
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that an earlier node read or downloaded',
			},
			{
				name: 'OBS Object',
				value: 'obs',
				description: 'An object in Huawei Cloud Object Storage Service, by bucket and key',
			},
			{
				name: 'URL',
				value: 'url',
				description: 'An image on the web, which the service downloads',
			},
		],
	}),
	binaryPropertyName: list({
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the input binary field that holds the image, several names separated by commas, or * for every image of the item',
		description: 'JPG, PNG or BMP, narrow side over 15 px, wide side up to 4096 px, up to 7.5 MB',
		displayOptions: sourceIs('binary'),
	}),
	url: text({
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/photo.jpg',
		description:
			"Address of a JPG, PNG or BMP image, starting with http:// or https://. The service downloads it from the public network, within the time of the call. If it can't reach the address, add the option Download Image in n8n.",
		displayOptions: sourceIs('url'),
	}),
	bucket: text({
		displayName: 'Bucket',
		name: 'bucket',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. my-photos',
		description: "Name of the OBS bucket, which has to be in the service's region",
		displayOptions: sourceIs('obs'),
	}),
	objectKey: text({
		displayName: 'Object Key',
		name: 'objectKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 2026/holiday/beach.jpg',
		hint: 'Needs a credential with an access key, which signs a link to the object that is valid for 15 minutes. For an object that is public, or that the service may read by an agency, use the image source URL.',
		description: 'Path of the object inside the bucket',
		displayOptions: sourceIs('obs'),
	}),
	base64: text({
		displayName: 'Base64',
		name: 'base64',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.image }}',
		description: 'The image as base64 text or as a data: URL, up to 10 MB of text',
		displayOptions: sourceIs('base64'),
	}),
	output: choice({
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'tags',
		description: 'What each output item holds',
		options: [
			{
				name: 'One Item per Tag',
				value: 'tags',
				description: 'A tag with its confidence and its bounding boxes, if any',
			},
			{
				name: 'One Item per Image',
				value: 'images',
				description: 'An image with the list of its tags',
			},
			{
				name: 'One Item per Detected Object',
				value: 'objects',
				description: 'A bounding box with its tag. Images without boxes give no items.',
			},
			{
				name: 'Raw Answer',
				value: 'raw',
				description: "The service's JSON answer as it came, one item per image",
			},
		],
	}),
	language: choice({
		displayName: 'Language',
		name: 'language',
		type: 'options',
		default: 'en',
		description: 'Language of the tag and type names. Both languages are in i18n_tag.',
		options: [
			{ name: 'Chinese', value: 'zh' },
			{ name: 'English', value: 'en' },
		],
	}),
};

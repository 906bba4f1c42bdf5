import type { INodeProperties } from 'n8n-workflow';

// Not written in place, where the rule for title case would spell n8n with a capital.
const DOWNLOAD_IN_N8N = 'Download Image in n8n';

const notRaw = { hide: { '/output': ['raw'] } };

/** Everything with a good default. */
export const optionProperties: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Annotated Picture',
			name: 'annotatedPicture',
			type: 'options',
			default: 'none',
			description:
				'Whether to draw the tags and their boxes on the picture and emit it as a file, on the first item of each image. Needs the image in n8n: for a URL, turn on Download Image in n8n.',
			options: [
				{ name: 'JPEG', value: 'jpeg', description: 'Smaller; best for photos and chats' },
				{ name: 'None', value: 'none' },
				{ name: 'PNG', value: 'png', description: 'Without loss; best for drawings' },
			],
			displayOptions: { hide: { '/imageSource': ['obs'] } },
		},
		{
			displayName: 'Annotated Picture Field',
			name: 'annotatedPropertyName',
			type: 'string',
			default: 'annotated',
			placeholder: 'e.g. annotated',
			description: 'Name of the binary field that gets the annotated picture',
			displayOptions: { hide: { '/imageSource': ['obs'] } },
		},
		{
			displayName: DOWNLOAD_IN_N8N,
			name: 'downloadUrl',
			type: 'boolean',
			default: false,
			description:
				'Whether n8n downloads the URL and sends the image, for addresses that the service cannot reach. On n8n 1.x nothing keeps such downloads from addresses of your own network.',
			displayOptions: { show: { '/imageSource': ['url'] } },
		},
		{
			displayName: 'Exclude Tags',
			name: 'excludeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. person, 人',
			description: 'Tags to leave out, separated by commas, in English or Chinese',
			displayOptions: notRaw,
		},
		{
			displayName: 'Images Without Tags',
			name: 'onNoTags',
			type: 'options',
			default: 'nothing',
			description: 'What an image gives that has no tags, or none that pass the filters',
			options: [
				{ name: 'Emit an Item Without Tag', value: 'emptyItem' },
				{ name: 'Emit Nothing', value: 'nothing' },
			],
			displayOptions: { show: { '/output': ['tags', 'objects'] } },
		},
		{
			displayName: 'Include Binary',
			name: 'includeBinary',
			type: 'boolean',
			default: false,
			description: "Whether to pass the input item's files on with every item",
		},
		{
			displayName: 'Include Input Fields',
			name: 'includeInputFields',
			type: 'boolean',
			default: false,
			description:
				"Whether to pass the input item's JSON fields on with every item. A field that this node emits too is replaced.",
		},
		{
			displayName: 'Include Tags',
			name: 'includeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. cat, dog, 猫',
			description: 'Only these tags, separated by commas, in English or Chinese; empty for all',
			displayOptions: notRaw,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 150, numberPrecision: 0 },
			// eslint-plugin-n8n-nodes-base takes any "limit" for n8n's own list limit, whose default is 50: so it is the service's too
			default: 50,
			description: 'Max number of results to return',
			hint: "Tags per image, best first. Without this option the service's own limit holds: 50 (v2) or 30 (v1.0).",
		},
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
			default: 4,
			description:
				'How often to try each image when the service is busy, out of order or not reachable. Better than Retry On Fail in the settings, which runs all items again.',
		},
		{
			displayName: 'Max Concurrency',
			name: 'maxConcurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
			default: 5,
			description:
				'How many images to send at the same time at most. The node slows down by itself when the service throttles; the usual quota is 10.',
		},
		{
			displayName: 'Shrink Large Images',
			name: 'shrink',
			type: 'boolean',
			default: false,
			description:
				'Whether to send a smaller copy of an image over 4096 px or 10 MB of base64, as JPEG. Boxes come back in the pixels of the original.',
			displayOptions: { hide: { '/imageSource': ['obs'] } },
		},
		{
			displayName: 'Tag Types',
			name: 'tagTypes',
			type: 'string',
			default: '',
			placeholder: 'e.g. animal, scene',
			description: 'Only tags of these types, separated by commas, in English or Chinese',
			displayOptions: notRaw,
		},
		{
			displayName: 'Threshold',
			name: 'threshold',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 60,
			description:
				"Lowest confidence of a tag, from 0 to 100. Without this option the service's own threshold holds: 60 (v2) or 0 (v1.0).",
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 100, numberPrecision: 0 },
			default: 30000,
			description: 'How many milliseconds one attempt may take',
		},
		{
			displayName: 'Validation',
			name: 'validation',
			type: 'options',
			default: 'full',
			description: 'What to check before an image is sent, since calls with bad images are billed',
			options: [
				{
					name: 'Full',
					value: 'full',
					description: 'Format, width and height, visible damage and size',
				},
				{ name: 'Off', value: 'off', description: 'Send the image as it is' },
				{ name: 'Size Only', value: 'size', description: 'Only the limit of 10 MB of base64' },
			],
			displayOptions: { hide: { '/imageSource': ['obs'] } },
		},
	],
};

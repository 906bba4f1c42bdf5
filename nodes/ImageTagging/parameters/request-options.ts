import { choice, number, optionalNumber, toggle } from './parameter';

// Not written in place, where the rule for title case would spell n8n with a capital.
const DOWNLOAD_IN_N8N = 'Download Image in n8n';

/** Options of how an image is made ready and sent. */
export const REQUEST_OPTIONS = {
	downloadUrl: toggle({
		displayName: DOWNLOAD_IN_N8N,
		name: 'downloadUrl',
		type: 'boolean',
		default: false,
		description:
			"Whether n8n downloads the image and sends it, for addresses that the service can't reach. Use it with addresses that you trust: unless SSRF protection is turned on in n8n 2, n8n also reaches addresses in your own network.",
		displayOptions: { show: { '/imageSource': ['url'] } },
	}),
	limit: optionalNumber({
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		// eslint-plugin-n8n-nodes-base takes any "limit" for n8n's own list limit, whose default is 50: so it is the service's too
		default: 50,
		description: 'Max number of results to return',
		hint: 'Tags per image, the most certain first, from 1. The API names no upper limit; the service may. Without this option its own limit applies: 50 (v2) or 30 (v1.0).',
	}),
	maxAttempts: number({
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
		default: 4,
		description:
			'How many times to try each image, and its download where n8n downloads it, when the other side is busy, failing or not reachable. Better than Retry On Fail in the settings, which runs all items again.',
	}),
	maxConcurrency: number({
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
		default: 5,
		description:
			'Max number of images to send at the same time. The usual quota is 10. The node slows down by itself when the service asks for it.',
	}),
	shrink: toggle({
		displayName: 'Shrink Large Images',
		name: 'shrink',
		type: 'boolean',
		default: false,
		description:
			'Whether to send a smaller JPEG copy of an image that has a side over 4096 px or a file over 7.5 MB. Boxes come back in the pixels of the original; only in a raw answer they stay in those of the copy.',
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
	threshold: optionalNumber({
		displayName: 'Threshold',
		name: 'threshold',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 60,
		description:
			'Lowest confidence of a tag, from 0 to 100; anything else is refused here, while the API would take its own threshold instead. That one also applies without this option: 60 (v2) or 0 (v1.0).',
	}),
	timeout: number({
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3_600_000, numberPrecision: 0 },
		default: 30000,
		description: 'How long one attempt may take, in milliseconds',
	}),
	validation: choice({
		displayName: 'Validation',
		name: 'validation',
		type: 'options',
		default: 'full',
		description: 'What to check before an image is sent, so that a bad image costs no call',
		options: [
			{
				name: 'Full',
				value: 'full',
				description: 'Format, width and height, visible damage and size',
			},
			{ name: 'Off', value: 'off', description: 'Nothing: send the file as it is' },
			{
				name: 'Size Only',
				value: 'size',
				description: 'Only that the file is not over 7.5 MB, which is 10 MB as base64',
			},
		],
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
};

import { choice, list, text, toggle } from './parameter';

const notRaw = { hide: { '/output': ['raw'] } };

/** Options of what comes out for an image. */
export const OUTPUT_OPTIONS = {
	annotatedPicture: choice({
		displayName: 'Annotated Picture',
		name: 'annotatedPicture',
		type: 'options',
		default: 'none',
		description:
			'Format of a copy of the image with boxes and labels drawn on it, added as a binary file to the first item of each image. Needs the image in n8n: for a URL, turn on Download Image in n8n.',
		options: [
			{
				name: 'JPEG',
				value: 'jpeg',
				description: 'Smaller file, best for photos and chat messages',
			},
			{ name: 'None', value: 'none', description: 'Draw nothing' },
			{
				name: 'PNG',
				value: 'png',
				description: 'Larger file without loss of quality, best for drawings and screenshots',
			},
		],
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
	annotatedPropertyName: text({
		displayName: 'Annotated Picture Field',
		name: 'annotatedPropertyName',
		type: 'string',
		default: 'annotated',
		placeholder: 'e.g. annotated',
		description: 'Name of the output binary field to put the annotated picture in',
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
	excludeTags: list({
		displayName: 'Exclude Tags',
		name: 'excludeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. person, 人',
		description: 'Names of tags to leave out, separated by commas, in English or Chinese',
		displayOptions: notRaw,
	}),
	includeBinary: toggle({
		displayName: 'Include Binary',
		name: 'includeBinary',
		type: 'boolean',
		default: false,
		description: "Whether to copy the input item's binary files to each of its output items",
	}),
	includeInputFields: toggle({
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description:
			"Whether to copy the input item's JSON fields to each of its output items. A field that this node emits too is replaced.",
	}),
	includeTags: list({
		displayName: 'Include Tags',
		name: 'includeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. cat, dog, 猫',
		description:
			'Names of the tags to keep, separated by commas, in English or Chinese. Leave empty to keep all.',
		displayOptions: notRaw,
	}),
	onNoTags: choice({
		displayName: 'Images Without Tags',
		name: 'onNoTags',
		type: 'options',
		default: 'nothing',
		description: 'What to emit for an image that has no tags, or none that pass the filters',
		options: [
			{ name: 'Emit an Item Without Tag', value: 'emptyItem' },
			{ name: 'Emit Nothing', value: 'nothing' },
		],
		displayOptions: { show: { '/output': ['tags', 'objects'] } },
	}),
	taggedPropertyName: text({
		displayName: 'Tagged Image Field',
		name: 'taggedPropertyName',
		type: 'string',
		default: 'tagged',
		placeholder: 'e.g. tagged',
		description: 'Name of the output binary field to put the image with its tags in',
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
	tagTypes: list({
		displayName: 'Tag Types',
		name: 'tagTypes',
		type: 'string',
		default: '',
		placeholder: 'e.g. animal, scene',
		description:
			'Types of the tags to keep, separated by commas, in English or Chinese. Leave empty to keep all.',
		displayOptions: notRaw,
	}),
	writeTags: choice({
		displayName: 'Write Tags to Image',
		name: 'writeTags',
		type: 'options',
		default: 'none',
		description:
			'Where to write the tags as keywords that photo programs find, added as a binary file to the first item of each image. Needs the image in n8n: for a URL, turn on Download Image in n8n.',
		options: [
			{
				name: 'In a File Beside It',
				value: 'sidecar',
				description: 'An XMP file, for every format and for images that must not change',
			},
			{
				name: 'In the Image',
				value: 'embed',
				description:
					'The image itself with keywords in its metadata and everything else as it was: JPG, PNG and WEBP',
			},
			{ name: 'None', value: 'none', description: 'Write nothing' },
		],
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
	writeTagsLanguages: choice({
		displayName: 'Languages of Written Tags',
		name: 'writeTagsLanguages',
		type: 'options',
		default: 'chosen',
		description: 'Languages of the keywords that Write Tags to Image writes',
		options: [
			{ name: 'Both', value: 'both', description: 'English and Chinese' },
			{ name: 'Chosen', value: 'chosen', description: 'The one chosen as Language' },
		],
		displayOptions: { hide: { '/imageSource': ['obs'] } },
	}),
};

/** The sample answer of the API reference, section 4.1 (v1.0). */
export const answerV1 = {
	result: {
		tags: [
			{
				confidence: 38.51,
				tag: 'sky',
				i18n_tag: { en: 'sky', zh: ' Tag added to the image' },
				type: 'object',
			},
			{
				confidence: 25.75,
				tag: 'landscape',
				i18n_tag: { en: 'landscape', zh: ' Tag added to the image' },
				type: 'scene',
			},
		],
	},
};

export const personBox = {
	height: 133.32496056189905,
	top_left_x: 53.134917332575874,
	top_left_y: 254.21347984900842,
	width: 117.5866567171537,
};

/** The sample answer of the API reference, section 4.2 (v2). */
export const answerV2 = {
	result: {
		tags: [
			{
				confidence: '92.38',
				instances: [
					{ bounding_box: personBox, confidence: '92.38' },
					{ bounding_box: personBox, confidence: '90.38' },
				],
				tag: 'Person',
				i18n_tag: { en: 'Person', zh: 'Chinese character for person' },
				type: 'Human',
				i18n_type: { en: 'Human', zh: 'Chinese characters for human' },
			},
			{
				confidence: '94.38',
				instances: [],
				tag: 'Book',
				i18n_tag: { en: 'Book', zh: 'Chinese characters for book' },
				type: 'Education',
				i18n_type: { en: 'Education', zh: 'Chinese characters for education' },
			},
			{
				confidence: '92.38',
				instances: [{ bounding_box: personBox, confidence: '92.38' }],
				tag: 'Bed',
				i18n_tag: { en: 'Bed', zh: 'Chinese character for bed' },
				type: 'Home category',
				i18n_type: { en: 'Home category', zh: 'Chinese characters for home category' },
			},
		],
	},
};

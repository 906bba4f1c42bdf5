interface OddAnswer {
	name: string;
	body: string;
	/** Tags, confidences and boxes of the first tag that are read in it. */
	names: string[];
	confidences?: number[];
	boxes?: object[];
}

/** The name of the tests with every code of the service. */
export const EVERY_CODE = 'status 400 with each code of Image Recognition';

const tagged = (...tags: unknown[]) => JSON.stringify({ result: { tags } });
const boxed = (...boxes: unknown[]) => ({
	tag: 'cup',
	type: 'object',
	confidence: '90',
	i18n_tag: { en: 'cup' },
	instances: boxes.map((bounding_box) => ({ confidence: '90', bounding_box })),
});
const box = { top_left_x: -5, top_left_y: 1e9, width: -3, height: 0 };
const odd = 'a\u0000\u202e\ud83d\ude00 杯\n<b>"\\ __proto__';

/** Answers that are odd, and yet a result: what is read in them. */
export const oddAnswers: OddAnswer[] = [
	{ name: 'tags null', body: '{"result":{"tags":null}}', names: [] },
	{ name: 'no tags', body: '{"result":{}}', names: [] },
	{
		name: 'a confidence that is no number',
		body: tagged({ tag: 'cup', confidence: 'high' }, { tag: 'tea', confidence: null }),
		names: ['cup', 'tea'],
		confidences: [0, 0],
	},
	{
		name: 'no boxes',
		body: tagged({ tag: 'cup', confidence: 3, instances: null }),
		names: ['cup'],
	},
	{
		name: 'boxes that are no boxes',
		body: tagged(boxed(null, 'x', {}, { ...box, width: 'wide' })),
		names: ['cup'],
		boxes: [],
	},
	{
		name: 'boxes negative and outside the picture',
		body: tagged(boxed(box)),
		names: ['cup'],
		boxes: [box],
	},
	{
		name: 'strange characters',
		body: tagged({ tag: odd, confidence: 1 }),
		names: [odd],
	},
	{
		name: 'keys that pollute prototypes',
		body: '{"__proto__":{"polluted":1},"result":{"__proto__":{"polluted":1},"tags":[{"tag":"cup","confidence":"1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"i18n_tag":{"__proto__":{"polluted":1},"en":"cup"}},{"tag":"__proto__","confidence":2}]}}',
		names: ['cup', '__proto__'],
	},
	{ name: 'tags that are no objects', body: tagged(null, 3, 'cup', [], {}), names: [] },
	{
		name: 'a byte order mark',
		body: `\ufeff${tagged({ tag: 'cup', confidence: 1 })}`,
		names: ['cup'],
	},
];

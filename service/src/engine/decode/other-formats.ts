const save = 'save it as JPG, PNG, BMP or WEBP';

interface Kind {
	name: string;
	/** Over the first bytes, one character for each. */
	begins: RegExp;
	/** What to do about it. */
	remedy?: string;
}

/** What comes instead of an image that is accepted, and says so with its first bytes. */
const kinds: Kind[] = [
	{ name: 'a GIF image', begins: /^GIF8[79]a/ },
	{ name: 'a HEIC image', begins: /^[^]{4}ftyphe(?:i[cxms]|v[cxms])/ },
	{ name: 'an AVIF image', begins: /^[^]{4}ftypavi[fs]/ },
	{ name: 'a TIFF image', begins: /^(?:II\*\0|MM\0\*)/ },
	{ name: 'a JPEG 2000 image', begins: /^\0\0\0\fjP {2}\r\n/ },
	{ name: 'a JPEG XL image', begins: /^(?:\xff\n|\0\0\0\fJXL \r\n)/ },
	{ name: 'a Photoshop file', begins: /^8BPS/ },
	{ name: 'an SVG drawing', begins: /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/i },
	{ name: 'a PDF document', begins: /^%PDF-/ },
	{
		name: 'a web page',
		begins: /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)[\s>]/i,
		remedy: 'give the image itself, or its own address',
	},
];

/** Says what the bytes are, where that is certain, and what to do. */
export function adviceOn(image: Buffer): string {
	const start = image.toString('latin1', 0, 512);
	const kind = kinds.find(({ begins }) => begins.test(start));
	return kind
		? `It is ${kind.name}: ${kind.remedy ?? save}.`
		: `It does not begin as an image does: ${save}.`;
}

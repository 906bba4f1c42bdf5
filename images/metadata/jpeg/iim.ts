import { u16be, u8 } from '../../formats/bytes';
import { damaged } from '../embed-error';
import { clean, missingFrom } from '../keywords';

/** A dataset of IPTC's Information Interchange Model: record, number, and all its bytes as they stand. */
interface Dataset {
	record: number;
	number: number;
	bytes: Uint8Array;
	value: Uint8Array;
}

const TAG = 0x1c;
/** A longer value has its length in so many bytes as the other bits say (IIM 4.2, 1.5). */
const EXTENDED = 0x8000;
/** Most bytes of a keyword (IIM 4.2, 2:25). */
const LONGEST_KEYWORD = 64;
const UTF8 = Buffer.from('\x1b%G');

type Place = readonly [record: number, number: number];
const [ENVELOPE_VERSION, CHARACTER_SET]: readonly [Place, Place] = [
	[1, 0],
	[1, 90],
];
const [VERSION, KEYWORD]: readonly [Place, Place] = [
	[2, 0],
	[2, 25],
];

/** @throws {EmbedError} when the datasets don't follow each other */
function parse(iim: Uint8Array): Dataset[] {
	const datasets: Dataset[] = [];
	let at = 0;
	// Some programs fill up with zeros.
	while (u8(iim, at) === TAG) {
		const field = u16be(iim, at + 3);
		const wide = Math.max(field - EXTENDED, 0);
		const start = at + 5 + wide;
		const lengthBytes = iim.subarray(at + 5, start);
		const length = wide > 0 ? lengthBytes.reduce((sum, byte) => sum * 256 + byte, 0) : field;
		const end = start + length;
		if (!(end <= iim.length)) throw damaged('its IPTC data are cut off');
		datasets.push({
			record: u8(iim, at + 1),
			number: u8(iim, at + 2),
			bytes: iim.subarray(at, end),
			value: iim.subarray(start, end),
		});
		at = end;
	}
	if (iim.subarray(at).some((byte) => byte !== 0)) throw damaged('its IPTC data are not in order');
	return datasets;
}

function dataset([record, number]: Place, value: Buffer): Dataset {
	const head = Buffer.from([TAG, record, number, value.length >> 8, value.length & 255]);
	return { record, number, bytes: Buffer.concat([head, value]), value };
}

const isAt =
	([record, number]: Place) =>
	(one: Dataset): boolean =>
		one.record === record && one.number === number;

/** Behind those of the same place and of places before, which is the order that IIM asks for. */
function insert(datasets: Dataset[], added: Dataset): Dataset[] {
	const isAfter = ({ record, number }: Dataset) =>
		record > added.record || (record === added.record && number > added.number);
	const found = datasets.findIndex(isAfter);
	const at = found < 0 ? datasets.length : found;
	return [...datasets.slice(0, at), added, ...datasets.slice(at)];
}

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

/** Whether the texts are in UTF-8, or may be said to be since they are all ASCII. */
function charset(datasets: Dataset[]): 'declared' | 'free' | 'other' {
	const declared = datasets.find(isAt(CHARACTER_SET));
	if (declared) return UTF8.equals(declared.value) ? 'declared' : 'other';
	const texts = datasets.filter(({ record, number }) => record >= 2 && number !== 0);
	return texts.every(({ value }) => isAscii(value)) ? 'free' : 'other';
}

function textOf({ value }: Dataset): string {
	try {
		return clean(new TextDecoder('utf-8', { fatal: true }).decode(value));
	} catch {
		return clean(Buffer.from(value).toString('latin1'));
	}
}

/** The keywords (2:25) of IPTC data. @throws {EmbedError} */
export const iimKeywords = (iim: Uint8Array): string[] =>
	parse(iim).filter(isAt(KEYWORD)).map(textOf);

/**
 * IPTC data with these keywords too, as far as IIM has room for them: a longer one would be cut, and
 * in data of another character set one beyond ASCII would be read as something else.
 * @returns the same bytes where nothing was missing
 * @throws {EmbedError}
 */
export function withIimKeywords(iim: Uint8Array, keywords: readonly string[]): Uint8Array {
	let datasets = parse(iim);
	const set = charset(datasets);
	const fitting = keywords.filter((keyword) => {
		const bytes = Buffer.from(keyword);
		return bytes.length <= LONGEST_KEYWORD && (set !== 'other' || isAscii(bytes));
	});
	const missing = missingFrom(datasets.filter(isAt(KEYWORD)).map(textOf), fitting);
	if (missing.length === 0) return iim;
	const add = (place: Place, value: Buffer) => {
		datasets = insert(datasets, dataset(place, value));
	};
	const version = Buffer.from([0, 4]);
	if (set === 'free') {
		if (!datasets.some(isAt(ENVELOPE_VERSION))) add(ENVELOPE_VERSION, version);
		add(CHARACTER_SET, UTF8);
	}
	if (!datasets.some(isAt(VERSION))) add(VERSION, version);
	for (const keyword of missing) add(KEYWORD, Buffer.from(keyword));
	return Buffer.concat(datasets.map(({ bytes }) => bytes));
}

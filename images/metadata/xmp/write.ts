import type { Pace } from '../../codecs/pace';
import { EmbedError, orReason, SIGNED } from '../embed-error';
import type { Keywords } from '../keywords';
import { addTexts, textsOf } from './bag';
import { XmpDocument } from './document';
import { HAS_EXTENDED, HIERARCHY, PROVENANCE, SUBJECT } from './names';
import { newPacket, packetText, parsePacket, type Packet } from './packet';
import { addRegions } from './regions';

export interface WrittenXmp {
	/** The packet, where something had to be added. */
	packet?: Uint8Array;
	/** All flat keywords that it has now. */
	subjects: string[];
	/** The MD5 of a further packet that belongs to it, in hexadecimal digits. */
	extendedDigest?: string;
}

/**
 * Adds keywords to an XMP packet, or makes one.
 * @param before the packet as it is in the image
 * @throws {EmbedError}
 */
export async function writeXmp(
	before: Uint8Array | undefined,
	keywords: Keywords,
	pace: Pace,
): Promise<WrittenXmp> {
	const packet = before ? parsePacket(before) : newPacket();
	const xmp = new XmpDocument(packet.root);
	if (xmp.text(PROVENANCE)) throw new EmbedError(SIGNED);
	const isChanged = await add(xmp, keywords, pace);
	const extendedDigest = xmp.text(HAS_EXTENDED);
	return {
		...(isChanged ? { packet: packetText(packet, xmp.toString()) } : {}),
		subjects: textsOf(xmp, SUBJECT),
		...(extendedDigest ? { extendedDigest } : {}),
	};
}

/** @returns whether anything was missing */
async function add(xmp: XmpDocument, keywords: Keywords, pace: Pace): Promise<boolean> {
	const steps = [
		() => addTexts(xmp, SUBJECT, keywords.subjects),
		() => addTexts(xmp, HIERARCHY, keywords.hierarchy),
		() => addRegions(xmp, keywords.regions),
	];
	let isChanged = false;
	for (const step of steps) {
		await pace();
		isChanged = step() || isChanged;
	}
	await pace();
	return isChanged;
}

/**
 * An XMP file to stand beside an image: with what the image's own packet says, since programs that
 * find such a file read nothing else, and with the keywords.
 */
export async function sidecarOf(
	embedded: Uint8Array | undefined,
	keywords: Keywords,
	pace: Pace,
): Promise<Buffer> {
	const kept = embedded
		? await orReason(async () => await filled(parsePacket(embedded), keywords, pace))
		: undefined;
	return typeof kept === 'object' ? kept : await filled(newPacket(), keywords, pace);
}

async function filled(packet: Packet, keywords: Keywords, pace: Pace): Promise<Buffer> {
	const xmp = new XmpDocument(packet.root);
	// The extended packet stays in the image.
	xmp.remove(HAS_EXTENDED);
	await add(xmp, keywords, pace);
	return packetText(packet, xmp.toString());
}

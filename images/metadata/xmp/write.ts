import { EmbedError, SIGNED } from '../embed-error';
import type { Keywords } from '../keywords';
import { addTexts, textsOf } from './bag';
import { XmpDocument } from './document';
import { HAS_EXTENDED, HIERARCHY, PROVENANCE, SUBJECT } from './names';
import { newPacket, packetText, parsePacket, type Packet } from './packet';
import { addRegions } from './regions';

export interface WrittenXmp {
	/** The packet; the same bytes, or none, where nothing had to be added. */
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
export function writeXmp(before: Uint8Array | undefined, keywords: Keywords): WrittenXmp {
	const packet = before ? parsePacket(before) : newPacket();
	const xmp = new XmpDocument(packet.root);
	if (xmp.text(PROVENANCE)) throw new EmbedError(SIGNED);
	const isChanged = add(xmp, keywords);
	const written = isChanged ? packetText(packet, xmp.toString()) : before;
	const extendedDigest = xmp.text(HAS_EXTENDED);
	return {
		...(written ? { packet: written } : {}),
		subjects: textsOf(xmp, SUBJECT),
		...(extendedDigest ? { extendedDigest } : {}),
	};
}

/** @returns whether anything was missing */
const add = (xmp: XmpDocument, { subjects, hierarchy, regions }: Keywords): boolean =>
	[
		addTexts(xmp, SUBJECT, subjects),
		addTexts(xmp, HIERARCHY, hierarchy),
		addRegions(xmp, regions),
	].includes(true);

/**
 * An XMP file to stand beside an image: with what the image's own packet says, since programs that
 * find such a file read nothing else, and with the keywords.
 */
export function sidecarOf(embedded: Uint8Array | undefined, keywords: Keywords): Buffer {
	if (!embedded) return filled(newPacket(), keywords);
	try {
		return filled(parsePacket(embedded), keywords);
	} catch (error) {
		if (!(error instanceof EmbedError)) throw error;
		return filled(newPacket(), keywords);
	}
}

function filled(packet: Packet, keywords: Keywords): Buffer {
	const xmp = new XmpDocument(packet.root);
	// The extended packet stays in the image.
	xmp.remove(HAS_EXTENDED);
	add(xmp, keywords);
	return packetText(packet, xmp.toString());
}

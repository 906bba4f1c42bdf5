import { damaged, EmbedError } from '../embed-error';

/** An XMP packet, cut where the XML of its root begins and ends (XMP specification, part 1, 7.3). */
export interface Packet {
	/** `<?xpacket begin=…?>` and what else is in front. */
	head: string;
	root: string;
	/** White space to grow into. */
	padding: string;
	/** `<?xpacket end=…?>` and what else is behind. */
	tail: string;
}

/** The packet around a new root. */
const NEW: Omit<Packet, 'root'> = {
	head: '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n',
	padding: '\n',
	tail: '<?xpacket end="w"?>',
};

const NEW_ROOT =
	'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n  <rdf:Description rdf:about=""/>\n </rdf:RDF>\n</x:xmpmeta>';

/**
 * More than programs write in one piece; reading it would hold n8n up for too long.
 * In JPG a packet has 64 KB at most.
 */
const LARGEST_BYTES = 128 * 1024;

export const newPacket = (): Packet => ({ ...NEW, root: NEW_ROOT });

/** @throws {EmbedError} for one that is not a packet in UTF-8 */
export function parsePacket(bytes: Uint8Array): Packet {
	if (bytes.length > LARGEST_BYTES)
		throw new EmbedError(`Its XMP has ${Math.ceil(bytes.length / 1024)} KB, over 128 KB.`);
	const text = decode(bytes);
	const head = /^(?:[\s\ufeff]|<\?[^>]*\?>)*/.exec(text)?.[0] ?? '';
	// Where there is no element, its end is looked for by a name that none can have.
	const name = /^<([^\s/>!?]+)/.exec(text.slice(head.length))?.[1] ?? '>';
	const close = text.lastIndexOf(`</${name}`);
	const end = text.indexOf('>', close) + 1;
	if (close === -1 || end === 0) throw damaged('its XMP is not complete');
	const rest = text.slice(end);
	if (!/^(?:[\s\0]|<\?[^>]*\?>)*$/.test(rest))
		throw damaged('its XMP has something behind its end');
	const padding = /^\s*/.exec(rest)?.[0] ?? '';
	return { head, root: text.slice(head.length, end), padding, tail: rest.slice(padding.length) };
}

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw damaged('its XMP is not in UTF-8');
	}
}

/** The packet with another root: of the same size as long as the padding lasts, so that nothing after it moves. */
export function packetText(packet: Packet, root: string): Buffer {
	const growth = Buffer.byteLength(root) - Buffer.byteLength(packet.root);
	const { head, tail } = packet;
	// Without the end of a packet there is nothing between which padding could be.
	const size = tail === '' ? 0 : Math.max(1, packet.padding.length - growth);
	const padding = packet.padding.slice(0, size).padEnd(size, ' ');
	return Buffer.from(head + root + padding + tail);
}

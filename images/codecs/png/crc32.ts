const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

/** CRC-32 as PNG chunks use it (ISO/IEC 15948, Annex D); `before` is the sum of the bytes that came before. */
export function crc32(bytes: Uint8Array, before = 0): number {
	let sum = ~before;
	for (let i = 0; i < bytes.length; i++) sum = TABLE[(sum ^ bytes[i]!) & 0xff]! ^ (sum >>> 8);
	return ~sum >>> 0;
}

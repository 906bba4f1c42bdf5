import type { WrittenXmp } from './xmp/write';

/** The metadata of a file of one format, as far as tags are concerned. */
export interface Carried {
	/** The XMP packet in it. */
	xmp?: Uint8Array;
	/** Why nothing may be written to it, a sentence. */
	obstacle?: string;
	/** Keywords that it has outside of XMP. @throws {EmbedError} */
	otherKeywords(): string[];
	/** The file with this XMP; itself where nothing changed. @throws {EmbedError} */
	write(xmp: WrittenXmp): Buffer;
}

/** Reads a file. @throws {EmbedError} when its structure is damaged */
export type Carrier = (file: Buffer) => Carried;

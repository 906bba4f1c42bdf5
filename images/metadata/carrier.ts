import type { ImageFile } from '../sniff';
import type { Edit } from './splice';
import type { WrittenXmp } from './xmp/write';

/** The metadata of a file of one format, as far as tags are concerned. */
export interface Carried {
	/** The XMP packet in it. */
	xmp?: Uint8Array;
	/** Why nothing may be written to it, a sentence. */
	obstacle?: string;
	/** Keywords that it has outside of XMP. @throws {EmbedError} */
	otherKeywords(): string[];
	/** What to change in the file to put this XMP into it; nothing where it is there. @throws {EmbedError} */
	edits(xmp: WrittenXmp): Edit[];
}

/** Reads a file. @throws {EmbedError} when its structure is damaged */
export type Carrier = (image: ImageFile) => Carried;

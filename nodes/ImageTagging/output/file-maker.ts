import type { ImageFile } from '../../../images/sniff';
import type { Tag } from '../../../tagging/api';
import type { ImageInfo } from '../../../tagging/items';
import type { Copies, FileProblem } from '../image';
import type { ItemParameters } from '../parameters/read';

/** What a file is made of. */
interface Material {
	file: ImageFile;
	/** Those that pass the filters; their boxes are in the pixels of this file. */
	tags: Tag[];
	image: ImageInfo;
	parameters: ItemParameters;
}

interface NewFile {
	bytes: Buffer;
	name: string;
	mimeType: string;
	/** Where it is not quite what was asked for. */
	problem?: FileProblem;
}

/** A kind of file that can go with the first item of an image. */
export interface FileMaker {
	isWanted(parameters: ItemParameters): boolean;
	/** Which of the image's copies it is made of. */
	needs: keyof Copies;
	/** The binary field that it goes into. */
	field(parameters: ItemParameters): string;
	/** What to say where the service fetched the image itself. */
	withoutBytes: string;
	/** What to say of images whose file could not be made, after their number. */
	failedOutcome: string;
	/** @throws an error whose message says why there is none */
	make(material: Material, stop: AbortSignal): Promise<NewFile>;
}

interface FileName {
	/** Without its ending: `image` where there is no name. */
	stem: string;
	/** With its dot; empty where there is none. */
	ending: string;
}

/** The name of an image's file, from wherever it came. */
export function nameOf({ file_name, key, url }: ImageInfo): FileName {
	const path = file_name ?? key ?? url ?? '';
	const name = path.replace(/^.*\//s, '');
	const ending = /\.[^.]*$/.exec(name)?.[0] ?? '';
	return { stem: name.slice(0, name.length - ending.length) || 'image', ending };
}

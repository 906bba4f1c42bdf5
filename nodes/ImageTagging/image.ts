import type { IBinaryKeyData } from 'n8n-workflow';

import type { AttemptFailure, AttemptResult } from '../../batch/attempt';
import type { Download, LoadResult } from '../../batch/task';
import type { Failure } from '../../huawei-cloud/errors/failure';
import type { ImageFile } from '../../images/sniff';
import type { ImageWarning } from '../../images/validate';
import type { ImageInfo } from '../../tagging/items';
import type { OutgoingBody } from '../../tagging/outgoing-body';
import type { Tag } from '../../tagging/api';
import type { ItemParameters } from './parameters/read';

/*
 * An image on its way through the node: input → loaded → tagged. Each step makes a new value and leaves
 * the one before as it is.
 */

/** What is known of an image that has been looked at, or that the service fetches itself. */
export interface KnownImage {
	readonly image: ImageInfo;
	readonly warnings: readonly ImageWarning[];
}

/** Why an image has no tags: the catalogue's failure, or one found on this side before sending. */
export type ImageFailure = AttemptFailure & Failure & { known?: KnownImage };

export type Result<T> = AttemptResult<T, ImageFailure>;

/** A `Result` with the attempts, where it took any; undefined when the execution was stopped meanwhile. */
export type Loading<T> = LoadResult<T, ImageFailure>;

/** The image's bytes with the type that their sender declares, or an address that the service can fetch it from now. */
export type Content = { bytes: Buffer; declaredType?: string } | { linkNow: () => string };

/** Where an image comes from: what is known of it, and how to get it when its turn comes. */
export interface Source {
	readonly image: ImageInfo;
	get(signal: AbortSignal, download: Download<ImageFailure>): Promise<Loading<Content>>;
}

/** An image that an item names. */
export interface ImageInput {
	readonly item: number;
	/** What is known without looking at the image. */
	readonly image: ImageInfo;
	/** Most attempts at each step. */
	readonly maxAttempts: number;
	readonly load: (
		signal: AbortSignal,
		download: Download<ImageFailure>,
	) => Promise<Loading<LoadedImage>>;
}

/** An image ready to be sent. */
export interface LoadedImage extends KnownImage {
	readonly parameters: ItemParameters;
	readonly body: OutgoingBody;
	/** Kept only where a file is to be made of them. */
	readonly copies?: Copies;
}

/** The image as it came, and as it was sent. */
export interface Copies {
	readonly original: ImageFile;
	/** The same, unless a smaller copy was sent. */
	readonly sent: ImageFile;
}

/** What the service said of an image, in the form of the output items. */
export interface TaggedImage extends KnownImage {
	readonly parameters: ItemParameters;
	/** The JSON of its items. */
	readonly items: ReadonlyArray<Record<string, unknown>>;
	/** How many tags the service gave, and how many passed the filters. */
	readonly given: number;
	readonly kept: number;
	/** The files that go with its first item, and why others are missing. */
	readonly files: IBinaryKeyData;
	readonly problems: readonly FileProblem[];
}

/** An answer of the service, read. */
export interface TaggingAnswer {
	readonly tags: Tag[];
	/** As it came. */
	readonly body: Record<string, unknown>;
}

/** Why a file that was asked for is not there. */
export interface FileProblem {
	/** What could not be done, after "2 images": `could not be drawn on`. */
	readonly outcome: string;
	readonly reason: string;
}

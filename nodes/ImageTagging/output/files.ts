import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import type { Copies, FileProblem, LoadedImage } from '../image';
import type { ItemParameters } from '../parameters/read';
import { annotatedPicture } from './annotated-picture';
import type { FileMaker } from './file-maker';
import type { KeptTags } from './shape';
import { taggedImageFile } from './tagged-image';

const MAKERS: readonly FileMaker[] = [annotatedPicture, taggedImageFile];

const wanted = (parameters: ItemParameters): FileMaker[] =>
	MAKERS.filter((maker) => maker.isWanted(parameters));

/** The image's copies as far as a file will be made of them. */
export function keptCopies(copies: Copies, parameters: ItemParameters): Copies | undefined {
	const needs = new Set(wanted(parameters).map((maker) => maker.needs));
	if (needs.size === 0) return undefined;
	const { original, sent } = copies;
	return {
		original: needs.has('original') ? original : sent,
		sent: needs.has('sent') ? sent : original,
	};
}

/**
 * Makes and stores the files that go with the image's first item. Whatever goes wrong is a problem to
 * tell, never a reason to lose the tags.
 */
export async function makeFiles(
	context: IExecuteFunctions,
	{ copies, image, parameters }: LoadedImage,
	tags: KeptTags,
	stop: AbortSignal,
): Promise<{ files: IBinaryKeyData; problems: FileProblem[] }> {
	const files: IBinaryKeyData = {};
	const problems: FileProblem[] = [];
	for (const maker of wanted(parameters)) {
		const { failedOutcome: outcome, needs, withoutBytes } = maker;
		if (!copies) {
			problems.push({ outcome, reason: withoutBytes });
			continue;
		}
		try {
			const file = await maker.make(
				{ file: copies[needs], tags: tags[needs], image, parameters },
				stop,
			);
			if (file.problem) problems.push(file.problem);
			const { prepareBinaryData } = context.helpers;
			files[maker.field(parameters)] = await prepareBinaryData(
				file.bytes,
				file.name,
				file.mimeType,
			);
		} catch (error) {
			const reason = error instanceof Error ? error.message : 'The file could not be made.';
			problems.push({ outcome, reason });
		}
	}
	return { files, problems };
}

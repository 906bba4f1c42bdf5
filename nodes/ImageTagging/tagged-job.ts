import type { ItemParameters } from './parameters/read';
import type { Annotation } from './picture-work';

/** What became of an image: the JSON of its items, and whether the service saw any tag. */
export interface TaggedJob {
	items: Array<Record<string, unknown>>;
	/** Tags that the service gave, and those that passed the filters. */
	given: number;
	kept: number;
	annotation?: Annotation;
	parameters: ItemParameters;
}

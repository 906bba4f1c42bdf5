import type { Pixels, Size } from './decode/pixels';
import type { Finding, Instance, Label } from './types';

/** What was seen of one of the detector's classes. */
export interface Detected {
	/** COCO's ID of the class, less one. */
	column: number;
	/** Best score first; boxes in pixels of the upright image. */
	instances: Instance[];
}

/** A term of the vocabulary with the probability that the image has it, 0..1. */
export interface SceneScore {
	term: string;
	score: number;
}

/** A finding in the words of a model of the user's own, with the label's broader terms. */
export interface Seen {
	finding: Finding;
	broader: { label: Label; category: Label }[];
}

/** Everything that was seen of one image, before it is judged. */
export interface Views {
	/** Sides of the upright image as it came. */
	size: Size;
	/** The whole upright image, at the scale that the models needed. */
	pixels: Pixels;
	/** By a model of COCO's classes. */
	detections: Detected[];
	/** By a model of ImageNet's classes: the probability of each of the 1,000. */
	probabilities?: Float32Array;
	/** By the same model, where it has a head for scenes. */
	scenes?: SceneScore[];
	/** By models with labels of their own. */
	own: Seen[];
}

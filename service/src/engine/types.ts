/** A text in the two languages that the service answers in. */
export interface Label {
	en: string;
	zh: string;
}

/** v1.0's tag types: a thing, a place, or an idea about the image. */
export type Kind = 'object' | 'scene' | 'concept';

/** A rectangle in pixels of the upright image, that is after its EXIF orientation was applied. */
export interface BoundingBox {
	left: number;
	top: number;
	width: number;
	height: number;
}

/** One occurrence of a label; `score` lies in 0..1. */
export interface Instance {
	score: number;
	box: BoundingBox;
}

/** What was found for one label. A label that names the whole image has no instances. */
export interface Finding {
	label: Label;
	kind: Kind;
	category: Label;
	/** 0..1; with instances, the best of theirs. */
	score: number;
	/** Best score first. */
	instances: Instance[];
	/** English label, or `colours`, from which this finding was worked out instead of seen by a model. */
	derivedFrom?: string;
}

export type ImageFormat = 'jpeg' | 'png' | 'bmp' | 'webp';

/** The answer for one image. `width` and `height` are those of the upright image. */
export interface TaggedImage {
	width: number;
	height: number;
	format: ImageFormat;
	/** One per label, best score first. */
	findings: Finding[];
	/** Milliseconds spent on each stage. */
	timings: { decodeMs: number; modelMs: number };
	/** Those that looked at it. */
	models: ModelName[];
}

/** How models are run. */
export interface Inference {
	/** Threads that work on one image; more workers use processors better than more threads. Default 1. */
	threads: number;
	/** Which of onnxruntime's execution providers; `cuda` and `coreml` where the installed library has them. Default `cpu`. */
	provider: 'cpu' | 'cuda' | 'coreml';
}

export interface ModelName {
	name: string;
	/** What its description says; or else the first digits of its file's SHA-256. */
	version: string;
}

/** A model in use. */
export interface ModelInfo extends ModelName {
	task: 'detection' | 'classification' | 'embedding';
	/** Of its ONNX file, in hexadecimal. */
	sha256: string;
	/** Size of its input in pixels. */
	input: { width: number; height: number };
	/** The data set whose classes it knows, or how many labels its description gives it. */
	classes?: string;
	labels?: number;
	licence?: string;
	source?: string;
	/** What runs it. */
	provider: Inference['provider'];
}

export interface EngineOptions {
	/** Number of child processes, each with its own copy of every model. */
	workers: number;
	/** Model folders, each with a `model.json`; all of them look at every image. */
	models: string[];
	/** Images that may wait while all workers are busy. */
	queueLimit: number;
	/** Whether several owners share that queue. */
	queueShared?: boolean;
	/** Time that one image may take in a worker before that worker counts as stuck. */
	taskTimeoutMs: number;
	inference?: Partial<Inference>;
	/** After so many images a worker is replaced by a fresh one. */
	imagesPerWorker?: number;
	/** A worker that holds more memory than this after an image is replaced by a fresh one. */
	workerMemoryBytes?: number;
	/** Told how many milliseconds an image waited, when a worker comes to it. */
	onTurn?: (waitedMs: number) => void;
	/** Told a sentence when a worker is lost, or one can't be started in its place. */
	onTrouble?: (sentence: string) => void;
}

export interface QueueLimit {
	/** Those that may wait while all workers are busy. */
	images: number;
	/** Whether several owners share the queue: one may then not have all of it. */
	shared: boolean;
}

export interface EngineStats {
	workers: number;
	ready: number;
	busy: number;
	queued: number;
	/** Whether an image that comes now is refused. */
	full: boolean;
	/** Workers that were lost and replaced since the start. */
	restarts: number;
	/** Workers that were replaced for their age or memory since the start. */
	renewals: number;
	/** Images tagged since the start. */
	tagged: number;
}

export interface Engine {
	/** Resolves when every worker is warm; rejects with an EngineError when the models can't be used. */
	ready: Promise<void>;
	/** Those that look at each image; empty until a worker is warm. */
	readonly models: ModelInfo[];
	/**
	 * Tags one image.
	 * @param image file bytes: JPG, PNG, BMP or WEBP
	 * @param signal takes the image out of the queue, or drops its answer, when aborted
	 * @param owner whose it is: owners take turns
	 * @throws {EngineError} with the kind that says why there is no answer
	 */
	tag(image: Buffer, signal?: AbortSignal, owner?: string): Promise<TaggedImage>;
	/** @param owner without one, `full` is told for somebody who has no image in the queue */
	stats(owner?: string): EngineStats;
	/** Changes what holds for images that come from now on; what waits already goes on waiting. */
	limitQueue(limit: QueueLimit): void;
	/** Accepts nothing more, finishes what was accepted, then ends the children. */
	close(): Promise<void>;
}

/** Versions of the Image Tagging API, by the names that saved workflows hold. */
export type ApiVersion = 'v2' | 'v1.0';

export type Language = 'en' | 'zh';

export interface LocalizedText {
	en?: string;
	zh?: string;
}

/** Pixels of the picture, from its top left corner. */
export interface BoundingBox {
	top_left_x: number;
	top_left_y: number;
	width: number;
	height: number;
}

export interface TagInstance {
	/** 0 to 100. */
	confidence: number;
	bounding_box: BoundingBox;
}

/** A tag of either API version, in one shape: confidences are numbers, missing lists are empty. */
export interface Tag {
	tag: string;
	type: string;
	/** 0 to 100. */
	confidence: number;
	i18n_tag: LocalizedText;
	i18n_type?: LocalizedText;
	instances: TagInstance[];
}
